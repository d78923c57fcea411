import { setFlagsFromString } from "node:v8";

/** The first Node whose V8 optimizes WebAssembly when it is used much, rather than at once. */
const PATIENT = 24;

/**
 * Keeps V8 from optimizing WebAssembly in this process. The parser of the HTTP client is made of it, and a process does not
 * end before its optimization does, which takes longer than most commands. What long ones lose does not show beside their
 * network. A library must not change its host like this; a program may.
 */
export function leaveUnoptimized(): void {
  if (Number.parseInt(process.versions.node, 10) < PATIENT) setFlagsFromString("--liftoff-only");
}

import { AuthenticationError } from "@latchkey/session";

const HINTS: ReadonlyMap<string, string> = new Map([
  ["NOAUTH", "Give the client the user and password that Redis asks for."],
  ["WRONGPASS", "Give the client the user and password that Redis asks for."],
  [
    "NOPERM",
    "Allow this Redis user +@read +@write +@scripting +time, for batches +info too, on the keys of the prefix.",
  ],
  ["OOM", "Redis is full: give it more memory. Keys of this package end by themselves."],
  ["READONLY", "The client is connected to a replica: connect it to the primary."],
  ["MISCONF", "Redis cannot write to its disk: see its log."],
  ["MOVED", "This Redis is part of a cluster: use new Cluster(…) of ioredis, and for batches a Redis that is in none."],
]);

const PASSING: ReadonlySet<string> = new Set([
  "LOADING",
  "TRYAGAIN",
  "CLUSTERDOWN",
  "BUSY",
  "MASTERDOWN",
  // Scripts were forgotten, or who waited was let go: it is asked again.
  "NOSCRIPT",
  "UNBLOCKED",
]);

/** What whoever keeps Redis mends, while nobody who uses it did anything wrong. */
const MENDED: ReadonlySet<string> = new Set(["READONLY", "OOM", "MISCONF", "NOREPLICAS"]);

/** Whether Redis answers with this while it starts or is changed over: the same command works a moment later. */
export function isPassing(code: string): boolean {
  return PASSING.has(code);
}

/** Whether waiting may help, as it does when Redis is away. */
export function mayEnd(code: string): boolean {
  return isPassing(code) || MENDED.has(code);
}

/** Why Redis could not be used; a member of the error's message, never what was sent. */
export type RedisTrouble =
  | { readonly kind: "unconnected" }
  | { readonly kind: "silent"; readonly ms: number }
  | { readonly kind: "lost" }
  | { readonly kind: "refused"; readonly code: string };

/** The failure of a command. The client's own error is not kept: it may quote the command, and so a credential. */
export class RedisFailure extends AuthenticationError {
  readonly trouble: RedisTrouble;

  constructor(trouble: RedisTrouble) {
    super("store", `Redis ${describe(trouble)}.`, { hint: hintFor(trouble) });
    this.trouble = trouble;
  }
}

/** What the rejection of a client's command says: a refusal of Redis begins with a code in capitals. */
export function refusalCode(error: unknown): string | undefined {
  const message = error instanceof Error ? error.message : "";
  // What a user may not do within a script has no code of its own.
  if (message.startsWith("ERR The user executing the script")) return "NOPERM";
  return /^([A-Z]{2,20})\b /.exec(message)?.[1];
}

/** The refusal that a client's error tells of; `undefined` for any other. */
export function refusalOf(error: unknown): RedisFailure | undefined {
  const code = refusalCode(error);
  return code === undefined ? undefined : new RedisFailure({ kind: "refused", code });
}

/** Whether it is a refusal that waiting may end. */
export function isPause(error: unknown): error is RedisFailure {
  return error instanceof RedisFailure && error.trouble.kind === "refused" && mayEnd(error.trouble.code);
}

function describe(trouble: RedisTrouble): string {
  switch (trouble.kind) {
    case "unconnected":
      return "is not connected";
    case "silent":
      return `did not answer within ${trouble.ms} ms`;
    case "lost":
      return "went away before it answered";
    case "refused":
      return `refused a command (${trouble.code})`;
  }
}

function hintFor(trouble: RedisTrouble): string {
  if (trouble.kind === "refused") return HINTS.get(trouble.code) ?? "See the log of Redis.";
  if (trouble.kind === "unconnected") return "See that Redis is reachable and that the client's connect() was called.";
  return "See that Redis is reachable and not overloaded.";
}

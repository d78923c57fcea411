import type { RunningBox } from "./box.ts";
import { type BoxOptions, type OwnOption, resolveBoxOptions } from "./boxOptions.ts";
import type { ServerKind } from "./service.ts";
import { startHere } from "./startHere.ts";
import { startInThread } from "./startInThread.ts";

/**
 * Starts a server, here or in a worker thread, and returns its handle once it listens.
 *
 * @param own - the options that this kind of server has besides; who calls applies them
 * @throws TypeError for a bad option; the operating system's error when the port is taken.
 */
export async function startBox<Credentials>(
  kind: ServerKind<Credentials>,
  options?: BoxOptions,
  own?: Readonly<Record<string, OwnOption>>,
): Promise<RunningBox<Credentials>> {
  const resolved = resolveBoxOptions(kind.name, options, own);
  return resolved.thread ? startInThread(kind, resolved) : startHere(kind, resolved);
}

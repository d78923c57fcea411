import type { RunningBox } from "./box.ts";
import type { ResolvedBoxOptions } from "./boxOptions.ts";
import { createClock } from "./clock.ts";
import { createFaultDesk } from "./faultDesk.ts";
import { listen } from "./listen.ts";
import { createRequestLog } from "./requestLog.ts";
import type { ServerKind } from "./service.ts";

/** Starts a server in this thread. */
export async function startHere<Credentials>(
  kind: ServerKind<Credentials>,
  options: ResolvedBoxOptions,
): Promise<RunningBox<Credentials>> {
  const clock = createClock();
  const faults = createFaultDesk();
  const log = createRequestLog();
  const service = await kind.open(options, clock);
  const listener = await listen(service, { options, faults, log }).catch(async (error: unknown) => {
    await service.close();
    throw error;
  });

  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= listener.close().then(() => service.close());
    return closing;
  };
  return {
    url: listener.url,
    credentials: service.credentials,
    fault: async (plan) => faults.add(plan),
    clearFaults: async () => faults.clear(),
    advance: async (ms) => clock.advance(ms),
    requests: async () => log.all(),
    command: async (name, argument) => {
      const command = service.commands?.[name];
      if (command === undefined) throw new TypeError(`The ${kind.name} sandbox has no command "${name}".`);
      return command(argument);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

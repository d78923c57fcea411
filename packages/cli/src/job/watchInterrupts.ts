import { type EndingSignal, Interrupted } from "./interrupted.ts";

/** How long a command may take to end in good order. */
const GRACE = 1_500;

/** The process's signals, watched while a command runs. */
export interface Interrupts {
  /** Aborted by the first signal; its reason is an {@link Interrupted}. */
  readonly signal: AbortSignal;
  /** Which one it was. */
  readonly interrupted: Interrupted | undefined;
  stop(): void;
}

/** The first signal asks the command to end, the second one, or too long a wait, ends the process. */
export function watchInterrupts(): Interrupts {
  const controller = new AbortController();
  let interrupted: Interrupted | undefined;

  const heard = (name: EndingSignal) => (): void => {
    if (interrupted !== undefined) process.exit(new Interrupted(name).exitCode);
    const first = new Interrupted(name);
    interrupted = first;
    setTimeout(() => process.exit(first.exitCode), GRACE).unref();
    controller.abort(first);
  };
  const handlers = { SIGINT: heard("SIGINT"), SIGTERM: heard("SIGTERM") };
  process.on("SIGINT", handlers.SIGINT);
  process.on("SIGTERM", handlers.SIGTERM);

  return {
    signal: controller.signal,
    get interrupted() {
      return interrupted;
    },
    stop() {
      process.off("SIGINT", handlers.SIGINT);
      process.off("SIGTERM", handlers.SIGTERM);
    },
  };
}

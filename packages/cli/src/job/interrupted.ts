/** The signals that end a command in good order. */
export type EndingSignal = "SIGINT" | "SIGTERM";

/** Thrown where a question is answered by Ctrl-C, and the reason of a job's signal. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  readonly signal: EndingSignal;

  constructor(signal: EndingSignal) {
    super(`Interrupted by ${signal}.`);
    this.signal = signal;
  }

  /** What a shell reports for that signal. */
  get exitCode(): number {
    return this.signal === "SIGINT" ? 130 : 143;
  }
}

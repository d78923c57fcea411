/** Carries the error of a caller's own stream past undici: the caller gets it back as it was. */
export class SourceFailure extends Error {
  readonly reason: unknown;

  constructor(reason: unknown) {
    super("The stream of a request body failed.");
    this.reason = reason;
  }
}

/** One item of a batch that did not work out. */
export interface Failure<I> {
  /** What was passed for it. */
  readonly input: I;
  /** The API's URL for it, without query values. */
  readonly url: string;
  /** Why: a LatchkeyError, unless a layer of your own threw something else. */
  readonly error: Error;
}

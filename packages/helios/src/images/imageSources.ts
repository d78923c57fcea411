/** Which images a batch is about. */
export interface ImageSources<I> {
  /** Read when the batch begins. */
  readonly inputs: () => readonly I[];
  /** The API's path for an image. */
  readonly pathOf: (input: I) => string;
  /** Its name, where that can be told without asking. */
  readonly nameOf?: (input: I) => string;
}

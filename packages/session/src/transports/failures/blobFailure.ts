import { TransportError } from "../../errors/transportError.ts";

/** The error of a Blob that cannot be read, while it is sent. */
export function blobFailure(): TransportError {
  return new TransportError("disk", "A Blob could not be read.", {
    sent: true,
    hint: "Did the file that it stands for change or go away?",
  });
}

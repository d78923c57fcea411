import { type Flow, UsageError } from "@latchkey/session";

/** @throws UsageError (`option`) always: what decodes images is for Node */
export function* requireDecoder(): Flow<never> {
  throw refusal();
}

/** @throws UsageError (`option`) always */
export function* pixelsOf(): Flow<never> {
  throw refusal();
}

function refusal(): UsageError {
  return new UsageError("option", "decode needs the package sharp, which does not run in browsers.", {
    hint: "Leave it out, and decode with the browser's own createImageBitmap(new Blob([content])).",
  });
}

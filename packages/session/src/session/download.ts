import { TransportError } from "../errors/transportError.ts";
import type { Flow } from "../flow/flow.ts";
import type { OkResponse } from "../message/apiResponse.ts";
import { savedFile } from "../message/httpResponse.ts";
import { defaulting, oneOf } from "../request/optionChecks.ts";
import { exchange } from "./exchange.ts";
import type { DownloadOptions } from "./requestOptions.ts";
import { savePath } from "./savePath.ts";
import type { SessionCore } from "./sessionCore.ts";

/** A finished download. */
export interface Download {
  /** Its `content` is empty: the body is in the file. */
  readonly response: OkResponse<unknown>;
  /** Absolute path of the file. */
  readonly file: string;
  /** Size of the file. */
  readonly bytes: number;
}

const existingCheck = defaulting(oneOf("replace", "error"), "replace");

/** Streams a body to a file; a status that is not 2xx throws. */
export function* download(
  core: SessionCore,
  endpoint: string,
  file: string,
  { method = "GET", existing, ...request }: DownloadOptions,
): Flow<Download> {
  const save = { file: savePath(file), existing: existingCheck(existing, "existing") };
  const response = yield* exchange<unknown>(core, method, endpoint, { request, save });
  const ok = response.raiseForStatus();
  const saved = savedFile(response);
  if (saved === undefined) {
    const { status, attempts, request: asked } = response;
    throw new TransportError("disk", `The answer (${status}) has no body that could be saved.`, {
      hint: "Take httpGet for what may answer without a body.",
      sent: true,
      attempts,
      ...asked,
      cid: core.cid,
    });
  }
  return { response: ok, file: saved.file, bytes: saved.bytes };
}

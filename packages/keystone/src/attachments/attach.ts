import { type FileInput, type Flow, type Mode, type RequestOptions, UsageError } from "@latchkey/session";
import type { ClientAccess } from "../clientAccess.ts";
import type { Attachment } from "../endpoints/allocations.ts";
import type { CallOptions } from "../endpoints/lookup.ts";
import type { Config } from "../endpoints/misc.ts";
import { refuseOlder } from "../versions/serverVersion.ts";
import { checkUpload } from "./checkUpload.ts";
import { fileFacts } from "./fileFacts.ts";

/** How a file is attached. */
export interface AttachOptions extends CallOptions {
  /** What it is called from then on. Default: the name of the file. */
  readonly name?: string | undefined;
  /** Ask the server first what it allows, and refuse a file that is too large or of a wrong type unsent. Default false. */
  readonly verify?: boolean | undefined;
}

/** Uploads a file to a request. */
export function* attach<M extends Mode>(
  client: ClientAccess<M>,
  request: number | bigint,
  file: FileInput,
  options: AttachOptions = {},
): Flow<Attachment> {
  const { name, verify = false, ...call } = options;
  if (typeof verify !== "boolean") throw new UsageError("option", "verify must be true or false.");
  if (verify) checkUpload(fileFacts(file), yield* configOf(client, call));
  const form = { request, ...(name === undefined ? {} : { name }) };
  const sent: RequestOptions = { ...call, form, files: { file } };
  const response = yield* client.exchange<Attachment>("POST", "allocations/attachments", { request: sent });
  return response.raiseForStatus().json();
}

function* configOf<M extends Mode>(client: ClientAccess<M>, { timeout, deadline, headers }: CallOptions): Flow<Config> {
  const response = yield* client.exchange<Config>("GET", "config", { request: { timeout, deadline, headers } });
  refuseOlder(response, "/config/", "0.9.5", client.cid);
  return response.raiseForStatus().json();
}

import {
  boolean,
  checkOptions,
  defaulting,
  type FileInput,
  type Flow,
  type Mode,
  type RequestOptions,
  text,
} from "@latchkey/session";
import { callShape } from "../callShape.ts";
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
  /**
   * Ask the server first what it allows, and refuse unsent a file that is too large, or of a wrong type where every server
   * knows the extension. Default false.
   */
  readonly verify?: boolean | undefined;
}

const attachShape = { ...callShape, name: text(), verify: defaulting(boolean(), false) } as const;

/** Uploads a file to a request. */
export function* attach<M extends Mode>(
  client: ClientAccess<M>,
  request: number | bigint,
  file: FileInput,
  options?: AttachOptions,
): Flow<Attachment> {
  const { name, verify, ...call } = checkOptions(options, attachShape);
  if (verify) {
    const facts = fileFacts(file);
    const config = yield* configOf(client, call);
    for (const known of facts) checkUpload(known, config);
  }
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

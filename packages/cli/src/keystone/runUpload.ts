import { extname } from "node:path";
import { UsageError } from "@latchkey/session";
import type { Runner } from "../job/job.ts";
import { requireFile } from "./attachedFiles.ts";
import { openKeystone } from "./openKeystone.ts";
import { showResponse } from "./showResponse.ts";

/** Options of `upload`. */
export interface UploadCommandOptions {
  readonly url?: string;
  readonly request: number;
  readonly name?: string;
}

/** Attaches a file to an allocation request, after asking what the server allows. */
export const runUpload: Runner<UploadCommandOptions> = async (job) => {
  const { request, name } = job.options;
  const [path = ""] = job.args;
  const { size } = requireFile(path);
  if (extname(path) === "") {
    throw new UsageError("option", `${path} has no extension, which is what the server tells types of files by.`);
  }
  await using keystone = await openKeystone(job);
  const { client } = keystone;
  const config = (await client.httpGet("config", { signal: job.signal })).raiseForStatus().json();
  if (size > config.max_upload_size) {
    throw new UsageError("option", `${path} has ${size} bytes; the server takes ${config.max_upload_size} at most.`);
  }
  const response = await client.sendRequest("POST", "allocations/attachments", {
    form: { request, ...(name !== undefined && { name }) },
    files: { file: { path } },
    signal: job.signal,
  });
  await showResponse(response.raiseForStatus(), job.out, job.terminal);
};

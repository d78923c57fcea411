import type { Pair } from "../command/globalOptions.ts";
import type { Runner } from "../job/job.ts";
import { requireOutFile } from "../output/outFile.ts";
import { openKeystone } from "./openKeystone.ts";
import { requestBody } from "./requestBody.ts";
import { showResponse } from "./showResponse.ts";

/** Options of get, post, put, patch and delete. */
export interface RequestCommandOptions {
  readonly url?: string;
  readonly param?: readonly Pair[];
  readonly data?: string;
  readonly file?: readonly Pair[];
  readonly out?: string;
}

/** One request, with one method. */
export function runRequest(method: string): Runner<RequestCommandOptions> {
  return async (job) => {
    const { param = [], data, file, out } = job.options;
    const [endpoint = ""] = job.args;
    if (out !== undefined) requireOutFile(out, "Leave --out away to write to standard output.");
    const body = await requestBody(data, file);
    await using keystone = await openKeystone(job);
    const request = {
      ...body,
      params: new URLSearchParams(param.map(([name, value]): [string, string] => [name, value])),
      signal: job.signal,
    };
    if (out !== undefined) {
      const { file: saved, bytes } = await keystone.client.download(endpoint, out, { ...request, method });
      await job.out.record({ file: saved, bytes });
      return;
    }
    const response = await keystone.client.sendRequest(method, endpoint, request);
    await showResponse(response.raiseForStatus(), job.out, job.terminal);
  };
}

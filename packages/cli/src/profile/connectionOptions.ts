import { readFileSync } from "node:fs";
import { type SessionOptions, UsageError } from "@latchkey/session";
import { fileErrorCode } from "../job/fileErrorCode.ts";
import type { Job } from "../job/job.ts";

/**
 * How a session reaches its server. The proxy's address may hold a password, so it comes from the environment only.
 *
 * @throws UsageError when the file of authorities cannot be read
 */
export function connectionOptions({ options, env }: Job): Pick<SessionOptions, "timeout" | "proxy" | "tls"> {
  const { LATCHKEY_PROXY: proxy = "", LATCHKEY_CA_FILE: caFile = "" } = env;
  return {
    ...(options.timeout !== undefined && { timeout: options.timeout }),
    ...(proxy !== "" && { proxy }),
    ...(caFile !== "" && { tls: { ca: readAuthorities(caFile) } }),
  };
}

function readAuthorities(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError("option", `LATCHKEY_CA_FILE: ${file} cannot be read (${fileErrorCode(error)}).`);
  }
}

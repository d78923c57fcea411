import { readFile } from "node:fs/promises";
import type { SessionOptions } from "@latchkey/session";
import type { Job } from "../job/job.ts";

/** How a session reaches its server. The proxy's address may hold a password, so it comes from the environment only. */
export async function connectionOptions({
  options,
  env,
}: Job): Promise<Pick<SessionOptions, "timeout" | "proxy" | "tls">> {
  const { LATCHKEY_PROXY: proxy = "", LATCHKEY_CA_FILE: caFile = "" } = env;
  return {
    ...(options.timeout !== undefined && { timeout: options.timeout }),
    ...(proxy !== "" && { proxy }),
    ...(caFile !== "" && { tls: { ca: await readFile(caFile, "utf8") } }),
  };
}

import { getLogger } from "@logtape/logtape";
import type { Observer } from "../layers/observe.ts";

/**
 * Logs as a library should: silent until the application configures LogTape, under the category
 * `["latchkey", name]`, with `cid, baseurl, method, endpoint, url, status_code` on every record.
 */
export function logObserver(name: string): Observer {
  const logger = getLogger(["latchkey", name]);
  return {
    enabled: () => logger.isEnabledFor("debug") || logger.isEnabledFor("info") || logger.isEnabledFor("error"),
    request: (record) => logger.debug("HTTP Request", { ...record }),
    response: (record) => logger.info("HTTP Response", { ...record }),
    failure: (record, error) => logger.error("HTTP Failure", { ...record, error }),
    warning: (message) => logger.warn(message),
  };
}

import { findLogger, type Logger } from "../contracts/logger.ts";
import type { Observer } from "../layers/observe.ts";

/**
 * Logs as a library should: silent until the application configures LogTape, under the category
 * `["latchkey", name]`, with `cid, baseurl, method, endpoint, url, status_code` on every record.
 *
 * @example
 * ```ts
 * logObserver("library").warning("The catalogue is a year old."); // category ["latchkey", "library"]
 * ```
 */
export function logObserver(name: string): Observer {
  let found: Logger | undefined;
  // A logger stays the same when logging is configured anew.
  const logger = (): Logger | undefined => (found ??= findLogger(["latchkey", name]));
  return {
    enabled() {
      const told = logger();
      return (
        told !== undefined && (told.isEnabledFor("debug") || told.isEnabledFor("info") || told.isEnabledFor("error"))
      );
    },
    request: (record) => logger()?.debug("HTTP Request", { ...record }),
    response: (record) => logger()?.info("HTTP Response", { ...record }),
    failure: (record, error) => logger()?.error("HTTP Failure", { ...record, error }),
    warning: (message) => logger()?.warn(message),
  };
}

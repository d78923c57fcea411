import { UsageError } from "../errors/usageError.ts";
import { isLoopback } from "./isLoopback.ts";
import { redactUrl } from "./redactUrl.ts";

/** Where every request of a session goes. */
export interface BaseUrl {
  /** Scheme, host and port, as `URL.origin` spells them. */
  readonly origin: string;
  /** Begins and ends in one slash. */
  readonly path: string;
  /** `origin` and `path` together. */
  readonly href: string;
}

/** How {@link parseBaseUrl} judges, and what it calls the option in errors. */
export interface BaseUrlOptions {
  /** Permit http to hosts other than this machine: credentials then travel in the clear. */
  readonly allowInsecureHttp: boolean;
  /** Name of the option for error messages. Default: `url`. */
  readonly option?: string | undefined;
}

/**
 * Checks and normalises a session's base URL: repeated slashes become one, and the path ends in one.
 *
 * @throws UsageError (`option`) when it is missing or not an absolute http or https URL; when it has a user name, a
 * query or a fragment; when it is http to another machine without `allowInsecureHttp`. The message never holds a
 * user name, a password or a query value.
 *
 * @example
 * parseBaseUrl("http://localhost:8000//api", { allowInsecureHttp: false }).href   // "http://localhost:8000/api/"
 */
export function parseBaseUrl(url: unknown, options: BaseUrlOptions): BaseUrl {
  const { allowInsecureHttp, option = "url" } = options;
  const text = url instanceof URL ? url.href : url;
  if (text === undefined || text === null || text === "") {
    throw new UsageError("option", `${option} is missing.`, {
      hint: `Pass the server's address, for example ${option}: "https://api.example.com".`,
    });
  }
  const refuse = (why: string, hint: string): UsageError => new UsageError("option", `${option} ${why}.`, { hint });
  if (typeof text !== "string") throw refuse("must be a string or a URL", "Pass an absolute http or https URL.");

  const authority = /^https?:\/\/([^/?#]+)/i.exec(text)?.[1];
  if (text.includes("@") && (authority === undefined || authority.includes("@") || !URL.canParse(text))) {
    throw refuse(
      "must not hold a user name or password",
      "Pass credentials as options of their own: URLs end up in logs.",
    );
  }
  if (authority === undefined || /[\s\\\p{Cc}]/u.test(text) || !URL.canParse(text)) {
    throw refuse(
      `must be an absolute http or https URL, not "${redactUrl(text)}"`,
      'Begin it with "https://", or with "http://" for a server on this machine.',
    );
  }
  if (/[?#]/.test(text)) {
    throw refuse("must not have a query or a fragment", "Pass query parameters with each request, in its params.");
  }

  const { protocol, hostname, origin, pathname } = new URL(text);
  if (protocol === "http:" && !allowInsecureHttp && !isLoopback(hostname)) {
    throw refuse(
      `must be https: "${redactUrl(text)}" would send credentials unencrypted to another machine`,
      "Use https, or pass allowInsecureHttp: true where the network between is trusted.",
    );
  }
  const path = `${pathname}/`.replace(/\/{2,}/g, "/");
  return Object.freeze({ origin, path, href: origin + path });
}

import { AuthenticationError, type BaseUrl, isLoopback, parseBaseUrl } from "@latchkey/session";

/** Where the API is when nothing else is said. */
export const DEFAULT_API_URL = "https://api.helios.earth/v1";

/**
 * The API's base URL, with or without slashes at its end.
 *
 * @param name - where it comes from, for error messages
 * @throws UsageError (`option`) when it is not an absolute URL without user name, query and fragment
 * @throws AuthenticationError (`insecure`) for plain http to another machine: there is no option that permits it
 */
export function heliosBaseUrl(url: unknown, name: string): BaseUrl {
  const base = parseBaseUrl(url, { allowInsecureHttp: true, option: name });
  const { protocol, hostname } = new URL(base.origin);
  if (protocol === "https:" || isLoopback(hostname)) return base;
  throw new AuthenticationError(
    "insecure",
    `${name} must be https: ${base.origin} would get the client secret over plain http.`,
    { hint: "Use https; plain http is for a server on this machine only." },
  );
}

/** The path of a request without its query. */
export function withoutQuery(path: string): string {
  const end = path.search(/[?#]/);
  return end < 0 ? path : path.slice(0, end);
}

/** The path of a cookie that names none: the request's directory (RFC 6265bis §5.1.4). */
export function defaultPath(requestPath: string): string {
  const end = requestPath.lastIndexOf("/");
  return requestPath.startsWith("/") && end > 0 ? requestPath.slice(0, end) : "/";
}

/** Whether `path` is `cookiePath` or lies below it; "/apievil" does not lie below "/api" (RFC 6265bis §5.1.4). */
export function pathMatches(path: string, cookiePath: string): boolean {
  if (!path.startsWith(cookiePath)) return false;
  return path.length === cookiePath.length || cookiePath.endsWith("/") || path[cookiePath.length] === "/";
}

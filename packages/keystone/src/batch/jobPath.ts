import { UsageError } from "@latchkey/session";

const LONGEST = 2048;

/**
 * A path as a job needs it: exactly the server's own, with both outer slashes, whatever the client's base path is.
 * A query stays with it.
 *
 * @throws UsageError (`endpoint`) for an address, a path that climbs, and for what cannot run in a job
 */
export function jobPath(endpoint: string): string {
  const [path = "", ...query] = endpoint.split("?");
  const segments = path.split("/").filter((segment) => segment !== "");
  const refuse = (why: string, hint: string): UsageError => new UsageError("endpoint", `${why}.`, { hint });
  if (/^[a-z][a-z0-9+.-]*:/i.test(path)) {
    throw refuse("An action of a job has a path, not an address", "Leave out scheme and host: jobs run on the server.");
  }
  if (segments.length === 0) throw refuse("An action of a job needs a path", 'For example "users/teams".');
  if (/[\p{C}#\\]/u.test(endpoint) || segments.some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment))) {
    throw refuse("The path of an action has a part that no path has", "Write it out, and percent-encode what is data.");
  }
  if (segments[0] === "batch" || segments[0] === "authentication" || segments[0] === "admin") {
    throw refuse(`${segments[0]} cannot be part of a job`, "The server fails on it: call it by itself.");
  }
  const spelled = `/${segments.join("/")}/${query.length === 0 ? "" : `?${query.join("?")}`}`;
  if (spelled.length <= LONGEST) return spelled;
  throw refuse(`The path of an action is longer than ${LONGEST} characters`, "Give filters in params.");
}

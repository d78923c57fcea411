import { UsageError } from "@latchkey/session";
import { spellEndpoint } from "../spellEndpoint.ts";

const LONGEST = 2048;

/**
 * A path as a job needs it: exactly the server's own, from the root on, whatever the client's base path is. Its last
 * slash is where any endpoint has it. A query stays with it.
 *
 * @throws UsageError (`endpoint`) for what is no text, an address, a path that climbs, and for what cannot run in a job
 */
export function jobPath(endpoint: string): string {
  const refuse = (why: string, hint: string): UsageError => new UsageError("endpoint", `${why}.`, { hint });
  if (typeof endpoint !== "string")
    throw refuse("The path of an action must be a string", 'For example "users/teams".');
  const [path = "", ...query] = endpoint.split("?");
  const segments = path.split("/").filter((segment) => segment !== "");
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
  const whole = `/${segments.join("/")}${path.endsWith("/") ? "/" : ""}`;
  // The dot in a reference begins no suffix: an id will stand there.
  const resolved = whole.replaceAll(/@ref\{[^}]*\}/g, "1");
  const slash = spellEndpoint(resolved).slice(resolved.length);
  const spelled = `${whole}${slash}${query.length === 0 ? "" : `?${query.join("?")}`}`;
  if (spelled.length <= LONGEST) return spelled;
  throw refuse(`The path of an action is longer than ${LONGEST} characters`, "Give filters in params.");
}

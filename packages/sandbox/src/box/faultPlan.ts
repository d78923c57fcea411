import { isRegExp } from "node:util/types";

/** Which requests a fault is for; without it, all of them. */
export interface FaultMatch {
  /** HTTP method, any case. */
  method?: string | undefined;
  /** A string is the exact path, without query; a regular expression is tested against path and query. */
  path?: string | RegExp | undefined;
}

interface FaultBase {
  match?: FaultMatch | undefined;
  /** How many matching requests get it (for `hold`: how many groups); default 1, `Infinity` until `clearFaults()`. */
  times?: number | undefined;
  /** How many matching requests pass untouched first; default 0. */
  after?: number | undefined;
  /** Real milliseconds to wait before the fault happens; default 0. */
  delay?: number | undefined;
}

/**
 * A scripted fault for the next matching requests. Plain data, so that it can be sent to a server in another thread.
 *
 * - `status` answers without asking the server: `{ kind: "status", status: 429, headers: { "Retry-After": "2" } }`
 * - `slow` serves after `delay` milliseconds
 * - `stall` never answers
 * - `drop` cuts the connection; with `when: "after"` the server has acted, and only its answer is lost
 * - `truncate` promises the whole body, sends its first `bytes` (default half) and cuts the connection
 * - `hold` answers nobody before `until` matching requests are waiting, then serves them all
 *
 * The first plan that matches wins; a request gets one fault.
 */
export type FaultPlan = FaultBase &
  (
    | { kind: "status"; status: number; headers?: Record<string, string> | undefined; body?: unknown }
    | { kind: "slow"; delay: number }
    | { kind: "stall" }
    | { kind: "drop"; when?: "before" | "after" | undefined }
    | { kind: "truncate"; bytes?: number | undefined }
    | { kind: "hold"; until: number }
  );

const commonNames = ["kind", "match", "times", "after", "delay"];
const ownNames: Readonly<Record<FaultPlan["kind"], readonly string[]>> = {
  status: ["status", "headers", "body"],
  slow: [],
  stall: [],
  drop: ["when"],
  truncate: ["bytes"],
  hold: ["until"],
};
const matchNames = ["method", "path"];
/** A timer that is told more ends at once. */
const longestDelay = 2 ** 31 - 1;

/** Throws a TypeError that names what is wrong with a plan. */
export function checkFaultPlan(plan: FaultPlan): void {
  const wrong = (what: string): never => {
    throw new TypeError(`fault(): ${what}.`);
  };
  const count = (name: string, value: number | undefined, least: number): void => {
    if (
      value !== undefined &&
      !(value === Number.POSITIVE_INFINITY && name === "times") &&
      !(Number.isInteger(value) && value >= least)
    ) {
      wrong(`${name} is ${value}; give a whole number, ${least} or more`);
    }
  };
  if (typeof plan !== "object" || plan === null) wrong('give a plan, such as { kind: "status", status: 503 }');
  const known = (what: string, given: object, names: readonly string[]): void => {
    const other = Object.keys(given).find((name) => !names.includes(name));
    if (other !== undefined) wrong(`there is no ${what}${other}; known are ${names.join(", ")}`);
  };
  if (!Object.hasOwn(ownNames, plan.kind))
    wrong(`kind is ${JSON.stringify(plan.kind)}; known are ${Object.keys(ownNames).join(", ")}`);
  // A name of another kind would be without effect.
  known("", plan, [...commonNames, ...ownNames[plan.kind]]);
  const { match = {} } = plan;
  if (typeof match !== "object" || match === null) wrong('match is no object; give one such as { path: "/version/" }');
  // A name that is not known would leave a match that every request fits.
  known("match.", match, matchNames);
  if (match.method !== undefined && typeof match.method !== "string") wrong("match.method is no text");
  if (match.path !== undefined && typeof match.path !== "string" && !isRegExp(match.path))
    wrong("match.path is neither text nor a regular expression");
  if (typeof match.path === "string" && !/^\/[^?]*$/.test(match.path))
    wrong(`match.path is "${match.path}", which no path is; begin with "/" and give no query, or a regular expression`);
  count("times", plan.times, 1);
  count("after", plan.after, 0);
  count("delay", plan.delay, 0);
  if ((plan.delay ?? 0) > longestDelay) wrong(`delay is ${plan.delay}; give ${longestDelay} at most`);
  if (plan.kind === "status" && !(Number.isInteger(plan.status) && plan.status >= 200 && plan.status <= 599)) {
    wrong(`status is ${plan.status}; give 200 to 599`);
  }
  if (plan.kind === "status" && !isSendable(plan.headers))
    wrong("headers are not sendable; give an object of names and texts");
  if (plan.kind === "status" && !isJson(plan.body)) wrong("body is neither text nor what JSON can say");
  if (plan.kind === "drop" && !["before", "after", undefined].includes(plan.when))
    wrong(`when is ${JSON.stringify(plan.when)}; give "before" or "after"`);
  if (plan.kind === "slow" && plan.delay === undefined) wrong("slow needs a delay in milliseconds");
  if (plan.kind === "hold") count("until", plan.until ?? Number.NaN, 1);
  if (plan.kind === "truncate") count("bytes", plan.bytes, 0);
}

function isSendable(headers: unknown): boolean {
  if (headers === undefined) return true;
  if (typeof headers !== "object" || headers === null || Array.isArray(headers)) return false;
  try {
    return Object.entries(headers).every(
      ([name, value]) => typeof value !== "object" && new Headers([[name, value]]).has(name),
    );
  } catch {
    return false;
  }
}

function isJson(value: unknown): boolean {
  try {
    return value === undefined || JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
}

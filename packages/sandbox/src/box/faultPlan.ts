/** Which requests a fault is for; without it, all of them. */
export interface FaultMatch {
  /** HTTP method, any case. */
  method?: string;
  /** A string is the exact path, without query; a regular expression is tested against path and query. */
  path?: string | RegExp;
}

interface FaultBase {
  match?: FaultMatch;
  /** How many matching requests get it (for `hold`: how many groups); default 1, `Infinity` until `clearFaults()`. */
  times?: number;
  /** How many matching requests pass untouched first; default 0. */
  after?: number;
  /** Real milliseconds to wait before the fault happens; default 0. */
  delay?: number;
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
    | { kind: "status"; status: number; headers?: Record<string, string>; body?: unknown }
    | { kind: "slow"; delay: number }
    | { kind: "stall" }
    | { kind: "drop"; when?: "before" | "after" }
    | { kind: "truncate"; bytes?: number }
    | { kind: "hold"; until: number }
  );

const kinds = ["status", "slow", "stall", "drop", "truncate", "hold"];

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
  if (!kinds.includes(plan.kind)) wrong(`kind is ${JSON.stringify(plan.kind)}; known are ${kinds.join(", ")}`);
  count("times", plan.times, 1);
  count("after", plan.after, 0);
  count("delay", plan.delay, 0);
  if (plan.kind === "status" && !(Number.isInteger(plan.status) && plan.status >= 200 && plan.status <= 599)) {
    wrong(`status is ${plan.status}; give 200 to 599`);
  }
  if (plan.kind === "slow" && plan.delay === undefined) wrong("slow needs a delay in milliseconds");
  if (plan.kind === "hold") count("until", plan.until ?? Number.NaN, 1);
  if (plan.kind === "truncate") count("bytes", plan.bytes, 0);
}

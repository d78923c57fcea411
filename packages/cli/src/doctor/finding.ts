/** What one check found. */
export interface Finding {
  readonly check: string;
  readonly result: "ok" | "warning" | "problem" | "skipped";
  readonly found: string;
  /** What to do, where there is something to do. */
  readonly advice: string;
}

export function ok(check: string, found: string): Finding {
  return { check, result: "ok", found, advice: "" };
}

export function skipped(check: string, found: string): Finding {
  return { check, result: "skipped", found, advice: "" };
}

export function warning(check: string, found: string, advice: string): Finding {
  return { check, result: "warning", found, advice };
}

export function problem(check: string, found: string, advice: string): Finding {
  return { check, result: "problem", found, advice };
}

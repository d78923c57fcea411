import { checkFaultPlan, type FaultPlan } from "./faultPlan.ts";

/** A fault that a request has drawn. For `hold`, `gate` resolves when the whole group is there. */
export interface DrawnFault {
  plan: FaultPlan;
  gate?: Promise<void>;
}

/** Keeps the scripted faults of one server and hands each request at most one. */
export interface FaultDesk {
  add(plan: FaultPlan): void;
  /** Forgets all plans and lets held requests go. */
  clear(): void;
  /** `target` is path and query, as in the request line. */
  draw(method: string, target: string): DrawnFault | undefined;
}

interface Entry {
  plan: FaultPlan;
  skip: number;
  left: number;
  waiting: (() => void)[];
}

export function createFaultDesk(): FaultDesk {
  let entries: Entry[] = [];

  function hold(entry: Entry, until: number): Promise<void> {
    const gate = new Promise<void>((resolve) => entry.waiting.push(resolve));
    if (entry.waiting.length >= until) {
      entry.left -= 1;
      for (const release of entry.waiting.splice(0)) release();
    }
    return gate;
  }

  return {
    add(plan) {
      checkFaultPlan(plan);
      entries.push({ plan, skip: plan.after ?? 0, left: plan.times ?? 1, waiting: [] });
    },
    clear() {
      for (const entry of entries) for (const release of entry.waiting.splice(0)) release();
      entries = [];
    },
    draw(method, target) {
      for (const entry of entries) {
        if (entry.left <= 0 || !matches(entry.plan, method, target)) continue;
        if (entry.skip > 0) {
          entry.skip -= 1;
          continue;
        }
        if (entry.plan.kind === "hold") return { plan: entry.plan, gate: hold(entry, entry.plan.until) };
        entry.left -= 1;
        return { plan: entry.plan };
      }
      return undefined;
    },
  };
}

function matches({ match }: FaultPlan, method: string, target: string): boolean {
  if (match?.method !== undefined && match.method.toUpperCase() !== method) return false;
  if (match?.path === undefined) return true;
  // A sticky or global expression remembers where it stopped; a fresh search must not depend on the last one.
  return typeof match.path === "string" ? match.path === target.split("?", 1)[0] : target.search(match.path) >= 0;
}

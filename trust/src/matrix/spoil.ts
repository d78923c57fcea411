import type { FaultPlan } from "../wire/fault.ts";
import type { Door } from "../wire/faultProxy.ts";
import type { FaultRow } from "./faultTable.ts";
import type { Site } from "./site.ts";

/** Whether a fault is one of secure connections: the door must be one for them. */
export function needsTls(fault: FaultRow["fault"]): boolean {
  return fault === "hold" || fault === "expired" || fault === "wrongHost" || fault === "stranger";
}

/**
 * Lets a fault begin.
 *
 * @param plan - which requests it is for, where it is one of exchanges
 */
export async function spoil(
  site: Site,
  door: Door,
  fault: FaultRow["fault"],
  plan: Omit<FaultPlan, "fault">,
): Promise<void> {
  if (fault === "unresolved") return;
  if (fault === "refuse" || fault === "hold") await door.take(fault);
  else if (typeof fault === "string") await door.show(site.certificates[fault]);
  else await door.spoil({ fault, ...plan });
}

import { systemErrorCode, UsageError } from "@latchkey/session";

/** What is used of the package `bullmq`. */
export type BullMq = typeof import("bullmq");

/**
 * Loads BullMQ, which users of batches install themselves: nothing else of this package needs it.
 *
 * @throws UsageError (`option`) where it cannot be loaded, with what to do
 */
export async function loadBullMq(): Promise<BullMq> {
  try {
    return await import("bullmq");
  } catch (error) {
    const missing = systemErrorCode(error) === "ERR_MODULE_NOT_FOUND";
    throw new UsageError(
      "option",
      `Batches of a fleet need the package bullmq, which ${missing ? "is not installed" : "cannot be loaded"}.`,
      { hint: "Install it beside ioredis: npm install bullmq ioredis" },
    );
  }
}

import { boolean, defaulting } from "@latchkey/session";
import { callShape } from "../callShape.ts";
import type { CallOptions } from "../endpoints/lookup.ts";

/** How a job is sent. */
export interface BatchOptions extends CallOptions {
  /** Carry the job out, answer what it would do, and take all of it back. Default false. */
  readonly dryRun?: boolean | undefined;
}

export const batchShape = { ...callShape, dryRun: defaulting(boolean(), false) } as const;

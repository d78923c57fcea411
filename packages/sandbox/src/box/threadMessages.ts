import type { ResolvedBoxOptions } from "./boxOptions.ts";
import type { FaultPlan } from "./faultPlan.ts";

/** What a box's thread is started with. */
export interface ThreadStart {
  module: string;
  options: ResolvedBoxOptions;
}

/** A call that a handle makes on a box in a thread. */
export type ThreadCall =
  | { name: "fault"; plan: FaultPlan }
  | { name: "clearFaults" | "requests" | "close" }
  | { name: "advance"; ms: number }
  | { name: "command"; command: string; argument: string };

/** From the handle to the thread. */
export interface ThreadRequest {
  id: number;
  call: ThreadCall;
}

/** From the thread to the handle; `id` 0 says that it listens, or why it does not. */
export interface ThreadReply {
  id: number;
  value?: unknown;
  error?: { name: string; message: string; code?: string };
}

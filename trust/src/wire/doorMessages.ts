import type { Certificate } from "./certificates.ts";
import type { FaultPlan } from "./fault.ts";

/** What a door in the proxy's thread can be told. */
export type DoorCall =
  | { readonly do: "open"; readonly upstream: string; readonly certificate: Certificate | undefined }
  | { readonly do: "plan"; readonly door: number; readonly plan: FaultPlan | undefined }
  | { readonly do: "certificate"; readonly door: number; readonly certificate: Certificate }
  /** `refuse`: nobody listens any more. `hold`: connections are taken, and nothing is ever said. */
  | { readonly do: "connections"; readonly door: number; readonly mode: "refuse" | "hold" }
  | { readonly do: "record"; readonly door: number }
  | { readonly do: "close"; readonly door: number };

/** What a door has seen. */
export interface DoorRecord {
  readonly connections: number;
  /** Requests that the plan was for, those that passed included. */
  readonly matched: number;
  /** Request lines and headers, as they came. */
  readonly heads: readonly string[];
  /** First bytes of connections that were held. */
  readonly held: readonly string[];
}

export interface DoorRequest {
  readonly id: number;
  readonly call: DoorCall;
}

export interface DoorAnswer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

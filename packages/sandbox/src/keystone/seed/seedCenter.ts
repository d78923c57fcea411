import type { Call } from "../call.ts";

/** Placeholder signature until the centre is written below. */
export async function seedCenter(_call: Call, _seed: number): Promise<void> {}

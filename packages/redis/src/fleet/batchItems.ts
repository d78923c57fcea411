import { UsageError } from "@latchkey/session";
import type { CheckedFleetBatchOptions } from "./fleetBatchOptions.ts";
import { jobIdOf } from "./fleetKeys.ts";
import type { FleetFailure, FleetOutcome } from "./fleetOutcome.ts";
import { HOSTS_OWN } from "./mayPass.ts";

/** One item of a batch. */
export interface Entry<I, R> {
  readonly input: I;
  readonly jobId: string;
  outcome: FleetOutcome<R> | undefined;
}

/** What became of the items of a batch, each list in the order of the items. */
export interface FleetReport<I, R> {
  readonly done: readonly { readonly input: I; readonly result: R }[];
  readonly failed: readonly { readonly input: I; readonly error: FleetFailure }[];
  /** Items that had not ended when the batch was stopped: they are in the queue, and the same batch finds them there. */
  readonly pending: readonly I[];
}

/** The items of a batch, and what is known of each. The first thing that is known stays. */
export class BatchItems<I, R> {
  readonly #options: CheckedFleetBatchOptions<I, R>;
  readonly #entries: ReadonlyMap<string, Entry<I, R>>;
  #done = 0;
  #failed = 0;
  #hostTroubles = 0;
  #thrown: { readonly error: unknown } | undefined;

  /** @throws UsageError (`option`) for two items with the same key */
  constructor(options: CheckedFleetBatchOptions<I, R>) {
    this.#options = options;
    const entries = new Map<string, Entry<I, R>>();
    for (const input of options.items) {
      const key = options.keyOf(input);
      const jobId = jobIdOf(options.id, key);
      if (entries.has(jobId)) throw new UsageError("option", `Two items of the batch are ${JSON.stringify(key)}.`);
      entries.set(jobId, { input, jobId, outcome: undefined });
    }
    this.#entries = entries;
  }

  get total(): number {
    return this.#entries.size;
  }

  get done(): number {
    return this.#done;
  }

  /** Whether items end because of the hosts that do them, their disks or credentials, and none ends well. */
  get isHopeless(): boolean {
    return this.#hostTroubles >= 3 && this.#hostTroubles === this.#done;
  }

  /** Those that have not ended, as far as is known. */
  open(): Entry<I, R>[] {
    return [...this.#entries.values()].filter(({ outcome }) => outcome === undefined);
  }

  /** Something is known of an item; items of other batches are nothing to us. */
  settle(jobId: string, outcome: FleetOutcome<R>): void {
    const entry = this.#entries.get(jobId);
    if (entry === undefined || entry.outcome !== undefined) return;
    entry.outcome = outcome;
    this.#done += 1;
    if ("error" in outcome) this.#failed += 1;
    if ("error" in outcome && HOSTS_OWN.has(outcome.error.code)) this.#hostTroubles += 1;
    const { input } = entry;
    const latest = { input, ...outcome };
    try {
      this.#options.onProgress?.({ done: this.#done, failed: this.#failed, total: this.total, latest });
    } catch (error) {
      this.#thrown ??= { error };
    }
  }

  /** Throws what the caller's `onProgress` has thrown: the batch is told of items where nobody could catch it. */
  check(): void {
    if (this.#thrown !== undefined) throw this.#thrown.error;
  }

  report(): FleetReport<I, R> {
    const done: { input: I; result: R }[] = [];
    const failed: { input: I; error: FleetFailure }[] = [];
    const pending: I[] = [];
    for (const { input, outcome } of this.#entries.values()) {
      if (outcome === undefined) pending.push(input);
      else if ("error" in outcome) failed.push({ input, error: outcome.error });
      else done.push({ input, result: outcome.result });
    }
    return { done, failed, pending };
  }
}

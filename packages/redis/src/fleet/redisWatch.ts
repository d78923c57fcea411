import type { StoreWarning } from "@latchkey/session";
import type { RedisFailure } from "../client/redisFailure.ts";
import { type FleetClient, placeOf } from "./fleetClient.ts";
import { unreachable } from "./fleetConnection.ts";

/** A queue that no worker takes from is told of after so long, in ms. */
const UNATTENDED = 2_000;

/** What is said, and to whom. */
export interface WatchOptions {
  readonly client: FleetClient;
  readonly queue: string;
  /** How long Redis may be away, in ms. */
  readonly patience: number;
  /** How items are done without Redis; `undefined`: not at all. */
  readonly local?: unknown;
  readonly onWarning: StoreWarning;
}

/** Watches what a batch waits for, and says once when it is missing: Redis, and workers. */
export class RedisWatch {
  readonly #options: WatchOptions;
  readonly #began: number = performance.now();
  #seen: number = performance.now();
  #isMissed = false;
  #isAttended = false;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /**
   * @param refusal - what Redis answers although it is there
   * @throws TransportError (`connect`) when Redis has been away for longer than the caller's patience; RedisFailure when
   * it has refused for so long
   */
  see(isThere: boolean, refusal: RedisFailure | undefined): void {
    const { client, patience, local, onWarning } = this.#options;
    const now = performance.now();
    if (isThere && refusal === undefined) {
      this.#seen = now;
      this.#isMissed = false;
      return;
    }
    const trouble = isThere ? refusal : undefined;
    if (now - this.#seen > patience) throw trouble ?? unreachable(client);
    if (this.#isMissed) return;
    this.#isMissed = true;
    const then = local === undefined ? "the batch is given up" : "what is left is done here";
    const what =
      trouble === undefined
        ? `Redis went away at ${placeOf(client)}. If it stays away`
        : `${trouble.message} ${trouble.hint} If that goes on`;
    onWarning(new Error(`${what} for ${patience / 1_000} s, ${then}.`));
  }

  /** Tells of a queue without workers, unless items have ended. */
  async attend(done: number, workers: () => Promise<number>): Promise<void> {
    if (this.#isAttended || performance.now() - this.#began < UNATTENDED) return;
    this.#isAttended = true;
    // Who may not ask cannot tell.
    if (done > 0 || (await workers().catch(() => 1)) > 0) return;
    const { queue, onWarning } = this.#options;
    onWarning(new Error(`No worker takes from the queue ${queue}: the batch waits until one is started.`));
  }
}

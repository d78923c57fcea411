import type { Job, Lane } from "./lane.ts";

interface Rest {
  readonly lane: Lane;
  readonly job: Job;
}

/**
 * Jobs that may not be sent twice, each with a lane that has served before. A server that closes its connections without
 * saying so is heard of in the next turn of the event loop; what was sent before would be lost.
 */
export class RestingLanes {
  readonly #rested: (lane: Lane, job: Job) => void;
  #rests: Rest[] = [];

  /** @param rested - told of each when the event loop has turned */
  constructor(rested: (lane: Lane, job: Job) => void) {
    this.#rested = rested;
  }

  put(lane: Lane, job: Job): void {
    // The first comes before the system is asked what has arrived, the second after. Those of one turn share them.
    if (this.#rests.push({ lane, job }) === 1) setImmediate(() => setImmediate(() => this.#end()));
  }

  #end(): void {
    const rests = this.#rests;
    this.#rests = [];
    for (const { lane, job } of rests) this.#rested(lane, job);
  }
}

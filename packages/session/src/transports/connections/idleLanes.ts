import type { Lane } from "./lane.ts";

/** How long more connections than are kept may be idle, in ms: work that comes in bursts finds them still there. */
const SURPLUS_TIME = 250;

/** The connections of a pool that nobody uses. Those beyond what is kept end when nobody took them for a moment. */
export class IdleLanes {
  readonly #kept: number;
  readonly #end: (lane: Lane) => void;
  /** The last one used comes first: its connection is the least likely to be stale. */
  readonly #lanes: Lane[] = [];
  /** How many of them, counted from the longest idle, were here all the time since the timer was set. */
  #untouched = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param kept - how many may be idle for long; where it is 0, no connection is used twice
   * @param end - called with each that is one too many
   */
  constructor(kept: number, end: (lane: Lane) => void) {
    this.#kept = kept;
    this.#end = end;
  }

  get size(): number {
    return this.#lanes.length;
  }

  put(lane: Lane): void {
    if (this.#kept === 0) {
      this.#end(lane);
      return;
    }
    this.#lanes.push(lane);
    if (this.#lanes.length > this.#kept && this.#timer === undefined) this.#watch();
  }

  take(): Lane | undefined {
    const lane = this.#lanes.pop();
    this.#untouched = Math.min(this.#untouched, this.#lanes.length);
    return lane;
  }

  /** Takes them all; nothing is under way any more. */
  takeAll(): Lane[] {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return this.#lanes.splice(0);
  }

  /** Whether it was here; now it is not. */
  remove(lane: Lane): boolean {
    const index = this.#lanes.indexOf(lane);
    if (index < 0) return false;
    this.#lanes.splice(index, 1);
    if (index < this.#untouched) this.#untouched -= 1;
    return true;
  }

  #watch(): void {
    this.#untouched = this.#lanes.length;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      for (const lane of this.#lanes.splice(0, Math.max(0, this.#untouched - this.#kept))) this.#end(lane);
      if (this.#lanes.length > this.#kept) this.#watch();
    }, SURPLUS_TIME);
    // Idle connections hold no process, nor does what watches them.
    this.#timer.unref();
  }
}

/** Kept from before a test replaces it by a timer of its own, which would never end by itself. */
const soon = setTimeout;

/** Something that happens at a moment of virtual time. */
export interface VirtualEvent {
  readonly at: number;
  readonly run: () => void;
}

/**
 * Time that passes only when somebody waits for it: then it jumps to the next event. In a blocking twin `advance` is
 * called by the driver; in an async one events follow by themselves, one for each turn of the event loop.
 */
export class VirtualTime {
  #now = 0;
  #events: VirtualEvent[] = [];
  #scheduled = false;

  /** Virtual milliseconds since the beginning. */
  get now(): number {
    return this.#now;
  }

  /** Has `run` called when the time has come. */
  at(at: number, run: () => void): VirtualEvent {
    const event = { at: Math.max(at, this.#now), run };
    // Events of the same moment keep their order.
    const index = this.#events.findIndex((other) => other.at > event.at);
    this.#events.splice(index < 0 ? this.#events.length : index, 0, event);
    this.#schedule();
    return event;
  }

  /** Takes an event back; `false` when it has happened already. */
  forget(event: VirtualEvent): boolean {
    const index = this.#events.indexOf(event);
    if (index >= 0) this.#events.splice(index, 1);
    return index >= 0;
  }

  /** Jumps to the next event and lets it happen; `false` when there is none, or it never comes. */
  advance(): boolean {
    const [next] = this.#events;
    if (next === undefined || next.at === Infinity) return false;
    this.#events.shift();
    this.#now = next.at;
    next.run();
    return true;
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    soon(() => {
      this.#scheduled = false;
      if (this.advance() && this.#events.length > 0) this.#schedule();
    }, 0);
  }
}

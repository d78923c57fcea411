/** As many places before the first one are given back at once. */
const SPARE = 512;

/**
 * First come, first served; whoever waits may leave from the middle. An array, for the reason why `Slots` is one.
 */
export class Queue<T extends object> {
  readonly #items: (T | undefined)[] = [];
  #head = 0;
  #size = 0;
  /** Places given back. */
  #past = 0;

  get size(): number {
    return this.#size;
  }

  /** With the place to give to {@link remove}. */
  add(item: T): number {
    this.#size += 1;
    return this.#past + this.#items.push(item) - 1;
  }

  /** The one that waits longest, which does so no more. */
  take(): T | undefined {
    while (this.#head < this.#items.length) {
      const item = this.#items[this.#head];
      this.#items[this.#head] = undefined;
      this.#head += 1;
      if (item !== undefined) {
        this.#left();
        return item;
      }
    }
    return undefined;
  }

  /** Whether it was there; now it is not. */
  remove(place: number, item: T): boolean {
    const index = place - this.#past;
    if (this.#items[index] !== item) return false;
    this.#items[index] = undefined;
    this.#left();
    return true;
  }

  #left(): void {
    this.#size -= 1;
    if (this.#size === 0) this.#head = this.#items.length;
    else if (this.#head < SPARE || this.#head * 2 < this.#items.length) return;
    // Most often there was but one, and to take that is much the cheapest.
    if (this.#head === 1) this.#items.pop();
    else this.#items.splice(0, this.#head);
    this.#past += this.#head;
    this.#head = 0;
  }
}

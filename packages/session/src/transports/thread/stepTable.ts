/** Steps under way at once. */
const SPAN = 2 ** 20;

/**
 * Steps under way by their numbers, on either side of a bridge. An array, for the reason why `Slots` is one; hence a number
 * says the place too, and is whole up to 2 ** 33 steps.
 */
export class StepTable<T extends object> {
  readonly #ids: number[] = [];
  readonly #steps: (T | undefined)[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  set(id: number, step: T): void {
    const place = id % SPAN;
    if (!this.has(id)) this.#size += 1;
    this.#ids[place] = id;
    this.#steps[place] = step;
  }

  has(id: number): boolean {
    return this.#ids[id % SPAN] === id;
  }

  get(id: number): T | undefined {
    return this.has(id) ? this.#steps[id % SPAN] : undefined;
  }

  /** Whether it was there; now it is not. */
  delete(id: number): boolean {
    if (!this.has(id)) return false;
    const place = id % SPAN;
    this.#ids[place] = 0;
    this.#steps[place] = undefined;
    this.#size -= 1;
    return true;
  }

  /** Those that are there; others may come and go meanwhile. */
  *[Symbol.iterator](): Iterator<[number, T]> {
    for (const [place, step] of this.#steps.entries()) {
      const id = this.#ids[place];
      if (id !== undefined && step !== undefined) yield [id, step];
    }
  }
}

/** Numbers for steps: none is given twice, and the places that they say are as few as steps are under way. */
export class StepIds {
  readonly #free: number[] = [];
  #places = 0;
  #given = 0;

  next(): number {
    const place = this.#free.pop() ?? this.#places++;
    this.#given += 1;
    return this.#given * SPAN + place;
  }

  /** Its step is over, on both sides or soon. */
  release(id: number): void {
    this.#free.push(id % SPAN);
  }
}

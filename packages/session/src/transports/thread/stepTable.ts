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

  some(test: (step: T) => boolean): boolean {
    return this.#steps.some((step) => step !== undefined && test(step));
  }

  /** The numbers of those that are there now. */
  ids(): number[] {
    return this.#ids.filter((id) => id !== 0);
  }
}

/** The side that numbers them: no number is given twice, and the places that they say are as few as steps are under way. */
export class NumberedSteps<T extends object> extends StepTable<T> {
  readonly #free: number[] = [];
  #places = 0;
  #given = 0;

  /** With its number. */
  add(step: T): number {
    const place = this.#free.pop() ?? this.#places++;
    this.#given += 1;
    const id = this.#given * SPAN + place;
    this.set(id, step);
    return id;
  }

  override delete(id: number): boolean {
    const found = super.delete(id);
    if (found) this.#free.push(id % SPAN);
    return found;
  }
}

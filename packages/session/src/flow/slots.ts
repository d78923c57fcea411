/** More slots than this are given back when all are empty. */
const SPARE = 1_024;

/**
 * Things that come and go all the time, in no order.
 *
 * A Set would do, were it not for how engines make it: where members leave, its table is replaced ever so often, and a
 * replaced table points to its successor. Once one of them has grown old, all that later tables ever held is kept until the
 * next full collection: with 50 calls at once, a fifth of the CPU time.
 */
export class Slots<T extends object> {
  readonly #members: (T | undefined)[] = [];
  readonly #free: number[] = [];

  get size(): number {
    return this.#members.length - this.#free.length;
  }

  /** With the slot to give to {@link remove}. */
  add(member: T): number {
    const slot = this.#free.pop() ?? this.#members.length;
    this.#members[slot] = member;
    return slot;
  }

  /** Whether it was there; now it is not. */
  remove(slot: number, member: T): boolean {
    if (this.#members[slot] !== member) return false;
    this.#members[slot] = undefined;
    this.#free.push(slot);
    if (this.#free.length > SPARE && this.size === 0) {
      this.#members.length = 0;
      this.#free.length = 0;
    }
    return true;
  }

  /** Those that are there; others may come and go meanwhile. */
  *[Symbol.iterator](): Iterator<T> {
    for (const member of this.#members) if (member !== undefined) yield member;
  }
}

const CAPACITY = 500;
const PRICE = 5;

/**
 * What a session may spend on retries: when a server is down for good, most calls fail at once instead of tripling its
 * load. First attempts are never held back.
 */
export class RetryBudget {
  #left = CAPACITY;

  /** Takes the price of one retry; `false` when too little is left. */
  spend(): boolean {
    if (this.#left < PRICE) return false;
    this.#left -= PRICE;
    return true;
  }

  /** A success earns a little back. */
  earn(): void {
    if (this.#left < CAPACITY) this.#left += 1;
  }
}

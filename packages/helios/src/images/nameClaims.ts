import { type Flow, Signal, TransportError, wait } from "@latchkey/session";
import { fileNameKey } from "../names/safeFileName.ts";

/** The right of one item to write a file. */
export interface NameClaim {
  /** The file is there: items of the same address share it. */
  succeed(): void;
  /** It is not: another item may try. Does nothing after `succeed`. */
  giveUp(): void;
}

interface Held {
  readonly source: string;
  readonly over: Signal;
  saved: boolean;
}

/**
 * Which names the items of one batch are writing to. Two addresses never share a file: names that differ only in case or
 * composition are one name, because they are to some file systems.
 */
export class NameClaims {
  readonly #held = new Map<string, Held>();

  /**
   * Claims a name for an address; waits for an item of the same address that is writing it.
   *
   * @returns `undefined` when such an item has written it
   * @throws TransportError (`filename`) when the name belongs to another address
   */
  *claim(name: string, source: string): Flow<NameClaim | undefined> {
    const key = fileNameKey(name);
    for (;;) {
      const held = this.#held.get(key);
      if (held === undefined) return this.#take(key, source);
      if (held.source !== source) {
        throw new TransportError("filename", `Another image of this batch is called ${JSON.stringify(name)} too.`, {
          sent: true,
          hint: "Save it to another outDir, in a call of its own.",
        });
      }
      if (held.saved) return undefined;
      yield* wait(held.over);
    }
  }

  #take(key: string, source: string): NameClaim {
    const held: Held = { source, over: new Signal(), saved: false };
    this.#held.set(key, held);
    return {
      succeed: () => {
        held.saved = true;
        held.over.raise();
      },
      giveUp: () => {
        if (held.saved) return;
        this.#held.delete(key);
        held.over.raise();
      },
    };
  }
}

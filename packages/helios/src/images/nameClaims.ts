import { type Flow, Signal, TransportError, wait } from "@latchkey/session";
import { fileNameKey } from "../names/safeFileName.ts";

/** The right of one item to write a file. */
export interface NameClaim {
  /** The file is there: items of the same source share it. */
  succeed(): void;
  /** It is not: another item may try. Does nothing after `succeed`, or a second time. */
  giveUp(): void;
}

interface Held {
  readonly source: string;
  readonly over: Signal;
  saved: boolean;
}

/**
 * Which names the items of one batch are writing to. Two sources never share a file: names that differ only in case or
 * composition are one name, because they are to some file systems. Who holds a claim must not ask for another: two that
 * each wait for the other's would wait for ever.
 */
export class NameClaims {
  readonly #held = new Map<string, Held>();

  /**
   * Claims a name for a source; waits for an item that may be writing it.
   *
   * @param source - what tells images of the same name apart: an address, or the name before it was made safe
   * @returns `undefined` when an item of the same source has written it
   * @throws TransportError (`filename`) when one of another source has
   */
  *claim(name: string, source: string): Flow<NameClaim | undefined> {
    const key = fileNameKey(name);
    let held = this.#held.get(key);
    while (held?.saved === false) {
      yield* wait(held.over);
      held = this.#held.get(key);
    }
    if (held === undefined) return this.#take(key, source);
    if (held.source === source) return undefined;
    throw new TransportError("filename", `Another image of this batch is called ${JSON.stringify(name)} too.`, {
      sent: true,
      hint: "Save it to another outDir, in a call of its own.",
    });
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
        if (held.saved || held.over.raised) return;
        this.#held.delete(key);
        held.over.raise();
      },
    };
  }
}

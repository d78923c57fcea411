import { Lookout } from "./lookout.ts";
import { ASKED, DOOR, HEARD } from "./wire.ts";

/** States of a door. */
const SHUT = 0;
/** The I/O thread is behind it, and looks. */
export const OPEN = 1;
/** The caller left a letter, which the I/O thread takes without being woken. */
const TAKEN = 2;

/**
 * The short way to an I/O thread: whoever calls one after the other calls again while the thread would still fall asleep,
 * and to wake it takes longer than all that is told. Hence the thread looks for a moment before it goes. Nothing that
 * comes this way overtakes what was sent before by the port.
 */
export class Door {
  readonly #signals: Int32Array;
  readonly #lookout = new Lookout();

  constructor(signals: Int32Array) {
    this.#signals = signals;
  }

  /**
   * The caller asks for something, which is in the mailbox or will come by the port.
   *
   * @returns whether the other thread takes the letter; otherwise it must be told by the port
   */
  knock(isMailed: boolean): boolean {
    const signals = this.#signals;
    const mayTake = isMailed && Atomics.load(signals, ASKED) === Atomics.load(signals, HEARD);
    const found = Atomics.compareExchange(signals, DOOR, OPEN, mayTake ? TAKEN : SHUT);
    Atomics.add(signals, ASKED, 1);
    return mayTake && found === OPEN;
  }

  /**
   * The I/O thread has nothing left to do: it looks whether more is asked for.
   *
   * @param ring - tells the caller that something came of what it waits for
   * @returns whether there is a letter to take
   */
  watch(ring: () => void): boolean {
    const signals = this.#signals;
    Atomics.store(signals, DOOR, OPEN);
    ring();
    this.#lookout.sees(signals, ASKED, Atomics.load(signals, HEARD));
    return Atomics.exchange(signals, DOOR, SHUT) === TAKEN;
  }

  /** The I/O thread has what was asked for, whichever way it came. */
  heard(): void {
    Atomics.add(this.#signals, HEARD, 1);
  }
}

import type { MessagePort, Worker } from "node:worker_threads";
import { TransportError } from "../../errors/transportError.ts";
import { errorCode } from "../failures/errorCode.ts";
import { readCompletions } from "./completionLetter.ts";
import { writeDemands } from "./demandLetter.ts";
import { Door } from "./door.ts";
import { Lookout } from "./lookout.ts";
import { Mailbox } from "./mailbox.ts";
import {
  BELL,
  type Completion,
  type Demand,
  GONE,
  HEARD,
  LETTER,
  PULSE,
  RECEIVED,
  type Report,
  SENT,
  SIGNALS,
  type ThreadData,
  transfersOfDemand,
} from "./wire.ts";

/** The heap of the thread, in MB. Bodies are not on it. */
const HEAP = 512;

/** The calling thread's end of an I/O thread. */
export class IoThreadHandle {
  /** Loaded with the first thread: the async twin needs none. */
  readonly #threads = process.getBuiltinModule("node:worker_threads");
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #signals = new Int32Array(new SharedArrayBuffer(SIGNALS * Int32Array.BYTES_PER_ELEMENT));
  readonly #demands = new Mailbox();
  readonly #completions = new Mailbox();
  readonly #door = new Door(this.#signals);
  readonly #lookout = new Lookout();

  /** @throws TransportError (`worker`) where this process may have no threads */
  static start(entry: URL): IoThreadHandle {
    try {
      return new IoThreadHandle(entry);
    } catch (error) {
      const code = errorCode(error);
      throw new TransportError("worker", `The I/O thread cannot be started (${code}).`, {
        hint: `${code === "ERR_ACCESS_DENIED" ? "Run Node with --allow-worker" : "Let this process start threads"}, or use the async twin.`,
      });
    }
  }

  private constructor(entry: URL) {
    const { port1, port2 } = new this.#threads.MessageChannel();
    const data: ThreadData = {
      port: port2,
      signals: this.#signals,
      demands: this.#demands.memory,
      completions: this.#completions.memory,
    };
    this.#port = port1;
    this.#worker = new this.#threads.Worker(entry, {
      name: "latchkey I/O",
      workerData: data,
      transferList: [port2],
      execArgv: [],
      env: environment(),
      resourceLimits: { maxOldGenerationSizeMb: HEAP },
    });
    // Without a listener the error of a thread is thrown in this one. Whoever waits sees that it is gone.
    this.#worker.on("error", () => this.#markGone());
    this.#worker.on("exit", () => this.#markGone());
    this.#worker.unref();
  }

  /** The thread ended. */
  get gone(): boolean {
    return Atomics.load(this.#signals, GONE) === 1;
  }

  /** The thread has heard of something that it was asked for. */
  get hasHeard(): boolean {
    return Atomics.load(this.#signals, HEARD) !== 0;
  }

  /** Changes while the thread lives and has something to do. */
  get pulse(): number {
    return Atomics.load(this.#signals, PULSE);
  }

  /** Changes whenever there is something to receive. */
  get bell(): number {
    return Atomics.load(this.#signals, BELL);
  }

  /** @throws what a port says of demands that are no data: then nothing was asked for */
  post(demands: readonly Demand[]): void {
    const transfers = demands.flatMap(transfersOfDemand);
    const isMailed = transfers.length === 0 && this.#demands.put((letter) => writeDemands(letter, demands));
    if (!isMailed) this.#port.postMessage(demands, transfers);
    if (!this.#door.knock(isMailed) && isMailed) this.#port.postMessage(LETTER);
  }

  receive(): readonly (Report | Completion)[] | undefined {
    const message = this.#message();
    // What is in the mailbox by now was put there before the message was sent.
    const letters = this.#letters();
    if (message !== undefined) Atomics.add(this.#signals, RECEIVED, 1);
    return message === undefined || letters === undefined ? (message ?? letters) : [...letters, ...message];
  }

  /** Holds this thread until the bell no longer says `heard`, at most so many ms. */
  wait(heard: number, ms: number): void {
    if (ms > 0 && this.#lookout.sees(this.#signals, BELL, heard)) return;
    Atomics.wait(this.#signals, BELL, heard, ms);
  }

  /** Ends the thread, whatever it does. */
  terminate(): void {
    this.#port.close();
    // Nothing depends on when it is gone.
    this.#worker.terminate().then(undefined, () => {});
  }

  #message(): readonly (Report | Completion)[] | undefined {
    if (Atomics.load(this.#signals, SENT) === Atomics.load(this.#signals, RECEIVED)) return undefined;
    // Only the I/O thread has the other end, and it sends nothing else.
    const received: { readonly message: readonly (Report | Completion)[] } | undefined =
      this.#threads.receiveMessageOnPort(this.#port);
    return received?.message;
  }

  #letters(): readonly Completion[] | undefined {
    const first = this.#completions.take(readCompletions);
    const second = first === undefined ? undefined : this.#completions.take(readCompletions);
    return first === undefined || second === undefined ? first : [...first, ...second];
  }

  #markGone(): void {
    Atomics.store(this.#signals, GONE, 1);
  }
}

/**
 * Options of the host process may load, forbid or change anything: the thread takes none of them over, unless packages are
 * found by what they load, as with Yarn's Plug'n'Play.
 */
function environment(): NodeJS.ProcessEnv {
  if (process.versions["pnp"] !== undefined) return process.env;
  const { NODE_OPTIONS: _, ...env } = process.env;
  return env;
}

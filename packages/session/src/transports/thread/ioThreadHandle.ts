import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import { Lookout } from "./lookout.ts";
import { BELL, type Completion, type Demand, GONE, PULSE, type Report, SIGNALS, type ThreadData } from "./wire.ts";

/** The heap of the thread, in MB. Bodies are not on it. */
const HEAP = 512;

/** The calling thread's end of an I/O thread. */
export class IoThreadHandle {
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #signals = new Int32Array(new SharedArrayBuffer(SIGNALS * Int32Array.BYTES_PER_ELEMENT));

  readonly #lookout = new Lookout();

  constructor(entry: URL) {
    const { port1, port2 } = new MessageChannel();
    const data: ThreadData = { port: port2, signals: this.#signals };
    // Options of the host process may load, forbid or change anything: the thread takes none of them over.
    const { NODE_OPTIONS: _, ...env } = process.env;
    this.#port = port1;
    this.#worker = new Worker(entry, {
      name: "latchkey I/O",
      workerData: data,
      transferList: [port2],
      execArgv: [],
      env,
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

  /** Changes while the thread lives and has something to do. */
  get pulse(): number {
    return Atomics.load(this.#signals, PULSE);
  }

  /** Changes whenever there is something to receive. */
  get bell(): number {
    return Atomics.load(this.#signals, BELL);
  }

  post(demands: readonly Demand[], transfers: readonly ArrayBuffer[]): void {
    this.#port.postMessage(demands, transfers);
  }

  receive(): readonly (Report | Completion)[] | undefined {
    // Only the I/O thread has the other end, and it sends nothing else.
    const received: { readonly message: readonly (Report | Completion)[] } | undefined = receiveMessageOnPort(
      this.#port,
    );
    return received?.message;
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

  #markGone(): void {
    Atomics.store(this.#signals, GONE, 1);
  }
}

import type { Cancel, Done } from "../driver/transport.ts";
import { TransportError } from "../errors/transportError.ts";
import type { Reply } from "../message/reply.ts";
import type { ConnectionSettings } from "./connectionSettings.ts";
import type { Exchanger, ExchangerOptions } from "./exchange/exchanger.ts";
import type { Order } from "./exchange/order.ts";

/** What is forgotten without being closed has no use for its connections any more. */
const forgotten = new FinalizationRegistry<Exchanger>((exchanger) => void exchanger.close(false));

/** Exchanges over connections of their own. The HTTP client is loaded with the first. */
export class LazyExchanger {
  readonly #settings: ConnectionSettings;
  readonly #options: ExchangerOptions;
  #loading: Promise<Exchanger> | undefined;
  #loaded: Exchanger | undefined;
  #closed = false;

  constructor(settings: ConnectionSettings, options: ExchangerOptions = {}) {
    this.#settings = settings;
    this.#options = options;
  }

  send(order: Order, until: number, done: Done<Reply>): Cancel {
    if (this.#closed) {
      done({ error: new TransportError("aborted", "The connections are closed.") });
      return () => {};
    }
    return this.#loaded === undefined ? this.#sendLater(order, until, done) : this.#loaded.send(order, until, done);
  }

  /** Ends idle connections now, busy ones when they are done or at once with `force`; resolves when all are gone. */
  async close(force: boolean): Promise<void> {
    this.#closed = true;
    // Where loading failed, each request has been told.
    const exchanger = await this.#loading?.catch(() => undefined);
    await exchanger?.close(force);
  }

  #sendLater(order: Order, until: number, done: Done<Reply>): Cancel {
    let over = false;
    let stop: Cancel = (reason) => {
      over = true;
      done({ error: reason });
    };
    this.#load().then(
      (exchanger) => {
        if (!over) stop = exchanger.send(order, until, done);
      },
      (error) => {
        if (!over) done({ error });
      },
    );
    return (reason) => {
      if (!over) stop(reason);
    };
  }

  #load(): Promise<Exchanger> {
    this.#loading ??= this.#import();
    return this.#loading;
  }

  async #import(): Promise<Exchanger> {
    const { Exchanger } = await import("./exchange/exchanger.ts");
    this.#loaded = await Exchanger.load(this.#settings, this.#options);
    forgotten.register(this, this.#loaded);
    return this.#loaded;
  }
}

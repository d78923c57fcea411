import type { Cancel, Done, Transport } from "../driver/transport.ts";
import { TransportError } from "../errors/transportError.ts";
import type { Reply } from "../message/reply.ts";
import type { ConnectionSettings } from "./connectionSettings.ts";
import { moduleWork } from "./moduleWork.ts";
import { sleepUntil } from "./sleepUntil.ts";
import { systemClock } from "./systemClock.ts";
import type { Exchanger } from "./undici/exchanger.ts";
import { type Order, orderOf } from "./undici/order.ts";

/**
 * The transport of the async twin on Node, Bun and Deno. Its HTTP client is loaded with the first request, and changes
 * nothing in the process.
 *
 * @throws UsageError (`option`) with the first request when `settings.proxy` is not the URL of a proxy
 */
export function nodeTransport(settings: ConnectionSettings): Transport {
  let exchanger: Exchanger | undefined;
  let loading: Promise<Exchanger> | undefined;
  let closed = false;

  const load = (): Promise<Exchanger> => {
    loading ??= import("./undici/exchanger.ts")
      .then((module) => module.Exchanger.load(settings))
      .then((loaded) => {
        exchanger = loaded;
        return loaded;
      });
    return loading;
  };

  const sendWhenLoaded = (order: Order, until: number, done: Done<Reply>): Cancel => {
    let over = false;
    let stop: Cancel = (reason) => {
      over = true;
      done({ error: reason });
    };
    load().then(
      (loaded) => {
        if (!over) stop = loaded.send(order, until, done);
      },
      (error) => {
        if (!over) done({ error });
      },
    );
    return (reason) => stop(reason);
  };

  return {
    clock: systemClock,
    blocking: false,
    send(request, until, done) {
      if (closed) {
        done({ error: new TransportError("aborted", "The connections are closed.") });
        return () => {};
      }
      const order = orderOf(request);
      return exchanger === undefined ? sendWhenLoaded(order, until, done) : exchanger.send(order, until, done);
    },
    sleep: sleepUntil,
    work: moduleWork,
    async close(force) {
      closed = true;
      if (loading !== undefined) await (await loading).close(force);
    },
  };
}

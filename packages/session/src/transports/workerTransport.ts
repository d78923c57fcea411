import type { Transport } from "../driver/transport.ts";
import { TransportError } from "../errors/transportError.ts";
import type { ClientName } from "./clients/clientChoice.ts";
import type { ConnectionSettings } from "./connectionSettings.ts";
import { orderOf } from "./exchange/order.ts";
import { systemClock } from "./systemClock.ts";
import { Bridge } from "./thread/bridge.ts";

let pools = 0;

/** What is forgotten without being closed has no use for its connections any more. */
const forgotten = new FinalizationRegistry<number>((pool) => Bridge.ofThread.close(pool, false));

/**
 * The transport of the blocking twin on Node: a thread does the I/O while the caller waits. All blocking sessions of one
 * thread share it; it starts with the first request and holds no process. A body that is a stream is a UsageError
 * (`body`): it could only be read by the thread that waits.
 *
 * @param client - the one that connections work with, for tests
 *
 * @example
 * ```ts
 * const transport = workerTransport(connectionDefaults);
 * ```
 */
export function workerTransport(settings: ConnectionSettings, client?: ClientName): Transport {
  pools += 1;
  const pool = { id: pools, settings, client };
  // The pool, which all that is returned here has hold of: a wrapper may keep no more than one function of it.
  forgotten.register(pool, pool.id);
  let closed = false;
  return {
    clock: systemClock,
    blocking: true,
    send(request, until, done) {
      if (closed) {
        done({ error: new TransportError("aborted", "The connections are closed.") });
        return () => {};
      }
      return Bridge.ofThread.send(pool, orderOf(request), until, done);
    },
    sleep: (until, done) => Bridge.ofThread.sleep(until, done),
    work: (step, done) => Bridge.ofThread.work(step, done),
    waitForCompletion: () => Bridge.ofThread.wait(),
    close(force) {
      closed = true;
      Bridge.ofThread.close(pool.id, force);
    },
  };
}

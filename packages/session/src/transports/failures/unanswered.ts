import { TransportError } from "../../errors/transportError.ts";
import { isLoopback } from "../../request/isLoopback.ts";
import type { Order } from "../exchange/order.ts";

const HINT =
  "If that server runs in the thread that waits for it, it cannot answer: run it in another one (`thread: true`, where it is " +
  "Latchkey's sandbox), or use the async twin.";

/** What ended an exchange for which a thread waits: a silence on this machine may be the silence of that very thread. */
export function unanswered(error: unknown, { origin }: Pick<Order, "origin">): unknown {
  if (!(error instanceof TransportError) || error.code !== "timeout" || !error.sent) return error;
  if (!isLoopback(new URL(origin).hostname)) return error;
  return new TransportError(error.code, error.message, { sent: error.sent, hint: error.hint ?? HINT });
}

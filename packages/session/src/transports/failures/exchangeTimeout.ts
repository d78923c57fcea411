import { TransportError } from "../../errors/transportError.ts";
import { type Order, placeOf } from "../exchange/order.ts";

/** How far an exchange has come, in order. */
export type Stage = keyof typeof STAGES;

const STAGES = {
  queue: "waiting for a free connection (stage: connect)",
  connect: "connecting (stage: connect)",
  request: "sending the request (stage: headers)",
  headers: "waiting for the response (stage: headers)",
  body: "reading the response (stage: body)",
};

/**
 * What ended an exchange: its time, or a silence that was longer than its order allows.
 *
 * @param taken - so far, in ms
 */
export function exchangeTimeout(order: Order, stage: Stage, taken: number, silent: boolean): TransportError {
  const what = silent ? `after ${order.idle} ms of silence` : `after ${Math.round(taken)} ms`;
  return new TransportError("timeout", `${placeOf(order)} timed out ${what}, while ${STAGES[stage]}.`);
}

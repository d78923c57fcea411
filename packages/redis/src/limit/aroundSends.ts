import type { Flow, Reply, Step } from "@latchkey/session";

/** A step that is one exchange with the server. */
export type SendStep = Extract<Step, { do: "send" | "save" }>;

/**
 * Runs a flow and puts something around each of its exchanges: the attempts and hops that a layer further in makes of
 * one request. Token requests run in flows of their own and are not among them.
 */
export function* aroundSends<T>(flow: Flow<T>, exchange: (step: SendStep) => Flow<Reply>): Flow<T> {
  let turn = flow.next();
  while (turn.done !== true) {
    const step = turn.value;
    let answer: unknown;
    try {
      answer = step.do === "send" || step.do === "save" ? yield* exchange(step) : yield step;
    } catch (error) {
      turn = flow.throw(error);
      continue;
    }
    turn = flow.next(answer);
  }
  return turn.value;
}

import type { Explanation } from "../message/explanation.ts";

/** The calls that errors ended, to be explained when somebody asks. */
const explanations = new WeakMap<object, () => Explanation>();

/** Says which call an error ended. Where several share one failure, it is that of the call that met it. */
export function explainedBy(error: unknown, explain: () => Explanation): void {
  if (typeof error === "object" && error !== null && !explanations.has(error)) explanations.set(error, explain);
}

/** What became of the call that an error ended. */
export function explanationOf(error: object): Explanation | undefined {
  return explanations.get(error)?.();
}

import type { Flow } from "../flow/flow.ts";
import type { Reply } from "../message/reply.ts";
import type { Request } from "../message/request.ts";

/** What lies further in: the next layer, or the transport. */
export type Next = (request: Request) => Flow<Reply>;

/**
 * One concern around a request.
 *
 * @example
 * ```ts
 * const stamp: Layer = {
 *   name: "stamp",
 *   *handle(request, next) {
 *     return yield* next(withHeaders(request, { "x-stamp": "1" }));
 *   },
 * };
 * ```
 */
export interface Layer {
  readonly name: string;
  handle(request: Request, next: Next): Flow<Reply>;
}

/** Folds layers, outermost first, around what performs the request. */
export function compose(layers: readonly Layer[], innermost: Next): Next {
  return layers.reduceRight<Next>((next, layer) => (request) => layer.handle(request, next), innermost);
}

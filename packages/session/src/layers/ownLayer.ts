import { UsageError } from "../errors/usageError.ts";
import { isFlow } from "../flow/isFlow.ts";
import type { Layer } from "./layer.ts";

/** A layer of the caller's: what its `handle` returns must be a flow, which the type says and JavaScript does not. */
export function ownLayer(layer: Layer): Layer {
  return {
    name: layer.name,
    handle(request, next) {
      const flow = layer.handle(request, next);
      if (isFlow(flow)) return flow;
      throw new UsageError("option", `layers: handle of ${JSON.stringify(layer.name)} did not return a flow.`, {
        hint: "Write it as a generator, `*handle(request, next)`, with `yield*` in place of `await`.",
      });
    },
  };
}

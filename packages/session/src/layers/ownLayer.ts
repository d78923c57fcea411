import { UsageError } from "../errors/usageError.ts";
import { isFlow } from "../flow/isFlow.ts";
import { mapped } from "../flow/mapped.ts";
import type { Reply } from "../message/reply.ts";
import type { Layer } from "./layer.ts";

/** A layer of the caller's: its `handle` must return a flow, and that a reply, which types say and JavaScript does not. */
export function ownLayer(layer: Layer): Layer {
  return {
    name: layer.name,
    handle(request, next) {
      const flow = layer.handle(request, next);
      if (isFlow(flow)) return mapped(flow, checkReply, layer);
      throw new UsageError("option", `layers: handle of ${JSON.stringify(layer.name)} did not return a flow.`, {
        hint: "Write it as a generator, `*handle(request, next)`, with `yield*` in place of `await`.",
      });
    },
  };
}

function checkReply(reply: Reply, { name }: Layer): Reply {
  if (typeof reply?.status === "number") return reply;
  throw new UsageError("option", `layers: handle of ${JSON.stringify(name)} did not return the reply.`, {
    hint: "End it with `return yield* next(request)`, or return what that gave.",
  });
}

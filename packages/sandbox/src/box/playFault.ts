import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { DrawnFault } from "./faultDesk.ts";
import type { FaultPlan } from "./faultPlan.ts";

/** Plays one drawn fault around `serve`. `closed` ends its waiting when the server closes. */
export async function playFault(
  { plan, gate }: DrawnFault,
  outgoing: ServerResponse,
  closed: AbortSignal,
  serve: () => Promise<Response>,
): Promise<Response> {
  if (plan.delay !== undefined) await wait(plan.delay, undefined, { signal: closed });
  switch (plan.kind) {
    case "status":
      return scripted(plan);
    case "slow":
      return serve();
    case "stall":
      await aborted(closed);
      return cut(outgoing);
    case "drop":
      if (plan.when === "after") await serve();
      return cut(outgoing);
    case "truncate":
      return truncate(await serve(), plan.bytes, outgoing);
    case "hold":
      await Promise.race([gate, aborted(closed)]);
      return serve();
  }
}

function scripted({ status, headers, body }: FaultPlan & { kind: "status" }): Response {
  const text =
    body === undefined || [204, 205, 304].includes(status)
      ? null
      : typeof body === "string"
        ? body
        : JSON.stringify(body);
  const fields = new Headers(headers);
  if (text === null) fields.delete("Content-Type");
  else if (!fields.has("Content-Type")) fields.set("Content-Type", "application/json");
  return new Response(text, { status, headers: fields });
}

function cut(outgoing: ServerResponse): Response {
  outgoing.socket?.destroy();
  return RESPONSE_ALREADY_SENT;
}

async function truncate(answer: Response, bytes: number | undefined, outgoing: ServerResponse): Promise<Response> {
  const body = Buffer.from(await answer.arrayBuffer());
  const sent = body.subarray(0, Math.min(bytes ?? body.length >> 1, Math.max(0, body.length - 1)));
  // An empty body cannot be cut short; promising one byte more than nothing makes the loss visible all the same.
  outgoing.writeHead(answer.status, [...answer.headers, ["Content-Length", String(Math.max(1, body.length))]].flat());
  outgoing.flushHeaders();
  await new Promise<void>((resolve) => outgoing.write(sent, () => resolve()));
  return cut(outgoing);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

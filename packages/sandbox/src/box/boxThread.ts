// The worker thread of a box: imports the kind of server it is told, starts it here and answers the handle's calls.
import { parentPort, workerData } from "node:worker_threads";
import type { RunningBox } from "./box.ts";
import type { ServerKind } from "./service.ts";
import { startHere } from "./startHere.ts";
import type { ThreadCall, ThreadReply, ThreadRequest, ThreadStart } from "./threadMessages.ts";

if (parentPort === null)
  throw new Error("This module is the worker thread of a sandbox; it is not meant to be imported.");
const port = parentPort;

async function reply(id: number, work: () => unknown): Promise<void> {
  const message: ThreadReply = { id };
  try {
    message.value = await work();
  } catch (error) {
    const failure: NodeJS.ErrnoException = error instanceof Error ? error : new Error(String(error));
    message.error = { name: failure.name, message: failure.message, ...(failure.code && { code: failure.code }) };
  }
  port.postMessage(message);
}

function perform(box: RunningBox<unknown>, call: ThreadCall): Promise<unknown> {
  switch (call.name) {
    case "fault":
      return box.fault(call.plan);
    case "clearFaults":
      return box.clearFaults();
    case "advance":
      return box.advance(call.ms);
    case "requests":
      return box.requests();
    case "command":
      return box.command(call.command, call.argument);
    case "close":
      return box.close();
  }
}

await reply(0, async () => {
  const { module, options }: ThreadStart = workerData;
  const { kind }: { kind: ServerKind<unknown> } = await import(module);
  const box = await startHere(kind, options);
  port.on("message", ({ id, call }: ThreadRequest) => void reply(id, () => perform(box, call)));
  return { url: box.url, credentials: box.credentials };
});

// The program of the proxy's thread: opens doors, and does at each of them what it is told.
import { parentPort } from "node:worker_threads";
import type { DoorAnswer, DoorCall, DoorRequest } from "./doorMessages.ts";
import { Gate } from "./gate.ts";

if (parentPort === null) throw new Error("This module is the thread of a fault proxy; it is not meant to be imported.");
const port = parentPort;
const gates = new Map<number, Gate>();

async function perform(call: DoorCall): Promise<unknown> {
  if (call.do === "open") {
    const gate = new Gate(call.upstream, call.certificate);
    const number = await gate.listen();
    gates.set(number, gate);
    return number;
  }
  const gate = gates.get(call.door);
  if (gate === undefined) throw new Error(`There is no door ${call.door}.`);
  switch (call.do) {
    case "plan":
      return gate.plan(call.plan);
    case "certificate":
      return gate.show(call.certificate);
    case "connections":
      return gate.take(call.mode);
    case "record":
      return gate.record();
    case "close":
      gates.delete(call.door);
      return gate.close();
  }
}

port.on("message", ({ id, call }: DoorRequest) => {
  perform(call).then(
    (value) => port.postMessage({ id, value } satisfies DoorAnswer),
    (error: unknown) => port.postMessage({ id, error: String(error) } satisfies DoorAnswer),
  );
});

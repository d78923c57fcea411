import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Flow } from "../../flow/flow.ts";
import { fork, join as joined, send } from "../../flow/flow.ts";
import type { Reply } from "../../message/reply.ts";
import type { SaveTarget } from "../../message/request.ts";
import { requestTo, type TestedTransport, transportTwins } from "../../testbed/exchanges.ts";
import { type FaultServer, startFaultServer } from "../../testbed/faultServer.ts";
import { scratchDirectory } from "../../testbed/scratchDirectory.ts";
import { splitResponses } from "../../testbed/splitFaults.ts";

let server: FaultServer;
beforeAll(async () => {
  server = await startFaultServer();
});
afterAll(() => server.close());

/** Every byte of a short response, some of a long one. */
function cutsOf(length: number): number[] {
  const step = length < 1_000 ? 1 : Math.ceil(length / 20);
  return Array.from({ length: Math.ceil(length / step) - 1 }, (_, index) => (index + 1) * step);
}

// What connections read lies in memory that all of them share: what came first must outlast what comes next.
describe.each(transportTwins)("the memory that connections of the $name twin read into", ({ open }) => {
  let tested: TestedTransport;
  beforeEach(() => {
    tested = open();
  });
  afterEach(() => tested.transport.close(true));

  const sent = (path: string, save?: SaveTarget): Flow<Reply> =>
    send(requestTo(server.origin, path, { save }), performance.now() + 10_000);

  /** What came of a response between whose parts another one came whole. */
  function* split(name: string, at: number, save?: SaveTarget): Flow<Reply> {
    const parted = yield* fork(sent(`/split?case=${encodeURIComponent(name)}&at=${at}`, save));
    for (const path of ["/between", "/rest"]) {
      const { body } = yield* sent(path);
      expect(body.every((byte) => byte === 35)).toBe(true);
    }
    const ended = yield* joined(parted);
    if (ended === undefined) throw new Error("There is no reply.");
    return ended.value;
  }

  test.each(Object.entries(splitResponses))(
    "keeps a response %s, wherever it is split",
    async (name, { wire, body }) => {
      for (const at of cutsOf(wire.length)) {
        const reply = await tested.run(split(name, at));
        expect(Buffer.compare(reply.body, body), `split at ${at}`).toBe(0);
        for (const [field, value] of reply.headers.entries())
          expect(wire.toString("latin1")).toContain(`${field}: ${value}\r\n`);
      }
    },
  );

  test.each(Object.entries(splitResponses))(
    "saves a response %s, wherever it is split",
    async (name, { wire, body }) => {
      const file = join(scratchDirectory(), "file");
      for (const at of cutsOf(wire.length)) {
        await tested.run(split(name, at, { file, existing: "replace" }));
        expect(Buffer.compare(readFileSync(file), body), `split at ${at}`).toBe(0);
      }
    },
  );
});

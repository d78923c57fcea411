import { once } from "node:events";
import { createServer } from "node:http";
import { expect, test } from "vitest";
import { TransportError } from "../../errors/transportError.ts";
import { AsyncSession } from "../../session/asyncSession.ts";
import { Session } from "../../session/session.ts";
import { failureOf } from "../../testbed/twins.ts";
import { unanswered } from "./unanswered.ts";

test("a blocking call to a server of the thread that waits for it is told why it has no answer", async () => {
  const server = createServer(() => {}).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  const options = { url: `http://127.0.0.1:${address.port}/`, timeout: 200, retry: { attempts: 1 } };
  using blocking = new Session(options);
  expect(await failureOf((async () => blocking.httpGet("things"))())).toMatchObject({
    code: "timeout",
    hint: expect.stringContaining("thread: true"),
  });
  await using session = new AsyncSession(options);
  const error = await failureOf(session.httpGet("things"));
  expect(error).toMatchObject({ code: "timeout" });
  expect(error).not.toHaveProperty("hint");
  server.closeAllConnections();
  server.close();
});

test("nobody is told so of another machine, of what never left, or of another failure", () => {
  const late = new TransportError("timeout", "Late.", { sent: true });
  const unsent = new TransportError("timeout", "Late.");
  const lost = new TransportError("reset", "Lost.", { sent: true });
  const ended = new Error("Ended.");
  expect(unanswered(late, { origin: "http://localhost:8000" })).toMatchObject({ sent: true, message: "Late." });
  for (const error of [unsent, lost, ended]) expect(unanswered(error, { origin: "http://localhost:8000" })).toBe(error);
  expect(unanswered(late, { origin: "https://api.example.com" })).toBe(late);
});

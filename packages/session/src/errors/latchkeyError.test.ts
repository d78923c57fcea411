import { inspect } from "node:util";
import { expect, test } from "vitest";
import { TransportError } from "./transportError.ts";
import { UsageError } from "./usageError.ts";

test("a printed error shows what it has, and nothing that it has not", () => {
  const bare = new UsageError("option", "There is no option.");
  expect(inspect(bare)).not.toContain("undefined");
  expect(bare).toMatchObject({ name: "UsageError", code: "option", sent: false });
  expect([bare.hint, bare.method, bare.url, bare.cid]).toEqual([undefined, undefined, undefined, undefined]);
  const place = { method: "GET", url: "http://localhost/things", cid: "1" };
  const told = new TransportError("connect", "No connection.").at({ ...place, attempts: 1, sent: false });
  expect(inspect(told)).toMatch(/method: 'GET',\n\s+url: 'http:\/\/localhost\/things',\n\s+cid: '1'/);
  expect(inspect(told)).not.toContain("hint");
});

import { scriptedTransport } from "@latchkey/session/testing";
import { describe, expect, test } from "vitest";
import { failureOf, keystoneTwins } from "../testbed/keystoneTwins.ts";

const url = "http://localhost";

describe.each(keystoneTwins)("the server's version, asked by the $twin client", ({ open }) => {
  test.each(["0.9.0", "0.10.9", "1.0.0", "0.11.0rc1", "0.10.9.dev3+g1a2b3c", "v0.9.7"])("%s will do", async (text) => {
    const transport = scriptedTransport([{ text }]);
    expect(await open({ url, transport }).version()).toBe(text);
    expect(transport.requests[0]?.url).toBe("http://localhost/version/");
  });

  test.each(["0.8.7", "0.3.26", "0.0.0"])("%s is too old, and the error says so", async (text) => {
    const client = open({ url, transport: scriptedTransport([{ text }]) });
    expect(await failureOf(client.version())).toMatchObject({
      name: "UsageError",
      code: "option",
      message: expect.stringContaining(`Keystone ${text}`),
    });
  });

  test.each(["<!doctype html>", "", "10", "0.10.9\u001b[31m", `0.10.${"9".repeat(99)}`])("%j is none", async (text) => {
    const client = open({ url, transport: scriptedTransport([{ text }]) });
    const error = await failureOf(client.version());
    expect(error).toMatchObject({ name: "DecodeError" });
    // What else answers there may hold anything: it is not repeated.
    if (text !== "") expect(String(error)).not.toContain(text);
  });

  test("an answer that is an error is a StatusError", async () => {
    const client = open({ url, transport: scriptedTransport([{ status: 404, text: "<h1>" }]) });
    expect(await failureOf(client.version())).toMatchObject({ name: "StatusError", status: 404 });
  });
});

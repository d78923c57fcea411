import { describe, expect, test } from "vitest";
import { clientCredentials } from "../auth/clientCredentials.ts";
import { bearer } from "../auth/fixedCredential.ts";
import { sessionTwins } from "../testbed/scriptedSessions.ts";
import type { Script } from "../transports/scripted.ts";

/** Longer than ten at once can do within a time-out: each takes a second. */
const endpoints = Array.from({ length: 510 }, (_, index) => `things/${index}`);
const slots = { maxConcurrency: 10, timeout: 15_000 };

function signIn() {
  return clientCredentials({ tokenUrl: "http://localhost/api/token", clientId: "id", clientSecret: "s" });
}

/** Tokens that live so many ms; what comes with another takes as long to be refused. */
function issuer(life: number): { readonly script: Script; readonly counts: { tokens: number; refused: number } } {
  const ends = new Map<string, number>();
  const counts = { tokens: 0, refused: 0 };
  const script: Script = ({ url, headers, at }) => {
    if (!url.endsWith("/token")) {
      if ((ends.get(headers["authorization"] ?? "") ?? 0) > at) return { delay: 1_000 };
      counts.refused += 1;
      return { status: 401, delay: 1_000 };
    }
    counts.tokens += 1;
    ends.set(`Bearer T${counts.tokens}`, at + life);
    const json = { access_token: `T${counts.tokens}`, token_type: "Bearer", expires_in: life / 1_000 };
    return { json, delay: 10 };
  };
  return { script, counts };
}

describe.each(sessionTwins)("a long queue of the $twin session", ({ open }) => {
  test("lets what is sent again go first: its time runs", async () => {
    const seen = new Set<string>();
    const script: Script = ({ url }) => {
      const isFirst = !seen.has(url);
      seen.add(url);
      return { status: isFirst && url.endsWith("3") ? 503 : 200, delay: 1_000 };
    };
    const { session, transport } = open(script, { ...slots, auth: bearer("t") });
    const items = await session.all(endpoints);
    expect(items.filter(({ response }) => response?.ok !== true)).toEqual([]);
    expect(transport.requests).toHaveLength(endpoints.length + 51);
  });

  test("does not take the time of calls that waited for a credential before they came to it", async () => {
    const { script, counts } = issuer(3_600_000);
    const { session } = open(script, { ...slots, auth: signIn() });
    const items = await session.all(endpoints);
    expect(items.filter(({ response }) => response?.ok !== true)).toEqual([]);
    const calls = await Promise.allSettled(endpoints.map((endpoint) => session.httpGet(endpoint)));
    expect(calls.filter(({ status }) => status === "rejected")).toEqual([]);
    expect(counts).toEqual({ tokens: 1, refused: 0 });
  });

  test("outlives the token that its calls took with them: the next one is got before them", async () => {
    const { script, counts } = issuer(35_000);
    const { session } = open(script, { ...slots, auth: signIn() });
    await session.httpGet("things/0");
    const items = await session.all(endpoints);
    expect(items.filter(({ response }) => response?.ok !== true)).toEqual([]);
    expect(counts.refused).toBeGreaterThan(0);
    expect(counts.tokens).toBeLessThan(4);
  });

  test("ends at the deadline of who waits there", async () => {
    const { session } = open(() => ({ delay: 1_000 }), { ...slots, deadline: 5_500 });
    const items = await session.all(endpoints);
    expect(items.filter(({ response }) => response?.ok)).toHaveLength(50);
    const message = "The time of this call ended while it waited for a slot.";
    expect(items.at(-1)?.error).toMatchObject({ code: "timeout", sent: false, message });
  });
});

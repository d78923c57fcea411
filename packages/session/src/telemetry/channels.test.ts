import { Channel, subscribe, unsubscribe } from "node:diagnostics_channel";
import { afterEach, describe, expect, test, vi } from "vitest";
import { clientCredentials } from "../auth/clientCredentials.ts";
import { bearer } from "../auth/fixedCredential.ts";
import type { Store } from "../contracts/store.ts";
import { sleep } from "../flow/flow.ts";
import { memoryStore } from "../stores/memoryStore.ts";
import { sessionTwins } from "../testbed/scriptedSessions.ts";
import { TokenIssuer } from "../testbed/tokenIssuer.ts";
import { failureOf, twins } from "../testbed/twins.ts";
import { scriptedTransport } from "../transports/scripted.ts";
import type { ChannelName, DiagnosticsEvents } from "./channelNames.ts";
import type { AttemptEvent, EnterEvent, RequestEvent } from "./events.ts";

type Told = { readonly [N in ChannelName]: { readonly name: N; readonly event: DiagnosticsEvents[N] } }[ChannelName];

const NAMES = [
  "latchkey:enter",
  "latchkey:request:start",
  "latchkey:request:end",
  "latchkey:attempt:start",
  "latchkey:attempt:end",
  "latchkey:credential",
] as const satisfies readonly ChannelName[];

const ends: (() => void)[] = [];

afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** Hears what is published on some channels, in its order. */
function listen(...names: readonly ChannelName[]): Told[] {
  const told: Told[] = [];
  for (const name of names) {
    // What is published on a channel has the type of the channel.
    const hear = (event: unknown): void => void told.push({ name, event } as Told);
    subscribe(name, hear);
    ends.push(() => void unsubscribe(name, hear));
  }
  return told;
}

const ACCOUNT = { tokenUrl: "http://localhost/api/oauth/token", clientId: "id", clientSecret: "canary-secret" };

describe.each(sessionTwins)("what the $twin twin publishes", ({ twin, open, make }) => {
  test("of one call with a token that is renewed, in order", async () => {
    const told = listen(...NAMES);
    const issuer = new TokenIssuer();
    issuer.delay = 40;
    const transport = scriptedTransport(issuer.script);
    const session = make({ url: "http://localhost/api", transport, auth: clientCredentials(ACCOUNT) });
    await session.httpGet("things?key=canary");
    issuer.valid = "another";
    told.length = 0;
    await session.httpGet("things?key=canary");
    const credential = { strategy: "clientCredentials", lockWait: 0 };
    expect(told).toMatchObject([
      { name: "latchkey:enter", event: { session: "session", cid: session.cid } },
      {
        name: "latchkey:request:start",
        event: {
          method: "GET",
          endpoint: "things",
          url: "http://localhost/api/things?key",
          status: 200,
          error: undefined,
        },
      },
      { name: "latchkey:credential", event: { ...credential, source: "login", obtained: "before", waited: 0 } },
      { name: "latchkey:attempt:start", event: { purpose: "request", method: "GET", resends: 0, own: true } },
      { name: "latchkey:attempt:end", event: { status: 401, ms: 0 } },
      { name: "latchkey:attempt:start", event: { purpose: "credential", method: "POST", resends: 0 } },
      { name: "latchkey:attempt:end", event: { status: 200, ms: 40, url: "http://localhost/api/oauth/token" } },
      {
        name: "latchkey:credential",
        event: { ...credential, source: "refresh", obtained: "by this call", waited: 40 },
      },
      { name: "latchkey:attempt:start", event: { purpose: "request", resends: 1 } },
      { name: "latchkey:attempt:end", event: { status: 200 } },
      { name: "latchkey:request:end", event: { status: 200 } },
    ]);
    const [entered, begun] = told;
    expect(begun?.event).toMatchObject({ caller: (entered as Told & { name: "latchkey:enter" }).event.caller });
    expect(told.at(-1)?.event).toBe(begun?.event);
    expect(JSON.stringify(told)).not.toContain("canary");
  });

  test("of failures, with their code", async () => {
    const told = listen("latchkey:request:end", "latchkey:attempt:end");
    const { session } = open([new Error("a script's own")], { auth: bearer("canary-token") });
    await failureOf(session.httpGet("things"));
    expect(told).toMatchObject([
      { name: "latchkey:attempt:end", event: { status: undefined, error: "unexpected" } },
      { name: "latchkey:request:end", event: { status: undefined, error: "unexpected" } },
    ]);
  });

  test("one caller for each method that was called, whatever it sends", async () => {
    const told = listen("latchkey:enter", "latchkey:request:start");
    const { session } = open(() => ({ delay: 10 }), { maxConcurrency: 2 });
    await session.all(Array.from({ length: 6 }, (_, index) => `things/${index}`));
    await session.httpGet("things");
    const callers = told.flatMap(({ name, event }) => (name === "latchkey:request:start" ? [event.caller] : []));
    expect(callers).toHaveLength(7);
    expect(callers).not.toContain(undefined);
    expect(new Set(callers.slice(0, 6)).size).toBe(1);
    expect(new Set(callers).size).toBe(2);
    expect(told.filter(({ name }) => name === "latchkey:enter")).toHaveLength(2);
  });

  test("a renewal that begins when its call is over as a call of its own, of the same caller", async () => {
    const issuer = new TokenIssuer();
    issuer.expiresIn = 100;
    const transport = scriptedTransport(issuer.script, { wall: Date.now() });
    let held = 0;
    const lease = { beat: () => true, release() {} };
    const store: Store = { ...memoryStore(), lease: () => (held-- > 0 ? { sign: `beat ${held}` } : { lease }) };
    const session = make({ url: "http://localhost/api", transport, auth: clientCredentials({ ...ACCOUNT, store }) });
    await session.httpGet("things");
    const pass = (until: number): Promise<unknown> | undefined =>
      twins.find((candidate) => candidate.twin === twin)?.run(sleep(until), transport);
    await pass(95_000);
    held = 2;
    const told = listen("latchkey:enter", "latchkey:request:start", "latchkey:request:end");
    await session.httpGet("things");
    await pass(96_000);
    const [entered, begun, , renewing, renewed] = told.map(({ event }) => event);
    expect(told.map(({ name }) => name.slice("latchkey:".length))).toEqual([
      "enter",
      "request:start",
      "request:end",
      "request:start",
      "request:end",
    ]);
    const { caller } = entered as EnterEvent;
    expect([begun, renewing]).toMatchObject([{ endpoint: "things" }, { endpoint: "/api/oauth/token" }]);
    expect([begun, renewing].map((event) => (event as RequestEvent).caller === caller)).toEqual([true, true]);
    expect(renewed).toMatchObject({ status: 200 });
    const { attempts, elapsed, credential, url } = (renewed as RequestEvent).explain();
    expect(attempts.map(({ number, method, purpose }) => [number, method, purpose])).toEqual([
      [1, "POST", "credential"],
    ]);
    expect({ elapsed, url }).toEqual({ elapsed: 0, url: "http://localhost/api/oauth/token" });
    expect(credential).toEqual({ strategy: undefined, source: "none", obtained: "before", storeHit: undefined });
  });

  test("and sends the headers that listeners add, but replaces none", async () => {
    const add = (event: unknown): void => {
      const { headers } = event as AttemptEvent;
      headers["traceparent"] = "00-1-2-01";
      headers["authorization"] = "Bearer stolen";
    };
    subscribe("latchkey:attempt:start", add);
    ends.push(() => void unsubscribe("latchkey:attempt:start", add));
    const { session, transport } = open([{}], { auth: bearer("mine") });
    await session.httpGet("things");
    expect(transport.requests[0]?.headers).toMatchObject({ traceparent: "00-1-2-01", authorization: "Bearer mine" });
  });

  test("nothing while nobody listens", async () => {
    const publish = vi.spyOn(Channel.prototype, "publish");
    ends.push(() => publish.mockRestore());
    const { session } = open([{ status: 503 }, {}, {}]);
    await session.httpGet("things");
    expect(publish).not.toHaveBeenCalled();
    // The same spy sees what is published when one channel has a listener.
    listen("latchkey:request:end");
    await session.httpGet("things");
    expect(publish).toHaveBeenCalled();
  });
});

import { subscribe } from "node:diagnostics_channel";
import { join } from "node:path";
import { AsyncKeystoneClient, KeystoneClient } from "@latchkey/keystone";
import { AsyncSession, Session } from "@latchkey/session";
import { configure } from "@logtape/logtape";
import { expect } from "../harness/expect.mjs";
import { file, json } from "./payloads.mjs";

/** What sessions publish of each call. */
const channels = ["latchkey:request:start", "latchkey:request:end", "latchkey:attempt:start", "latchkey:attempt:end"];

const credentials = { username: "admin", password: "quickstart" };

/** Limits that do not decide what is measured. */
function options({ url, concurrency = 50 }) {
  const atOnce = Math.max(100, concurrency);
  return { url, maxConcurrency: atOnce, limits: { maxConnections: atOnce, maxBytes: 200_000_000 } };
}

/** The twins as users have them; the Keystone clients are signed in, so that cookies and CSRF are part of each call. */
export async function open(spec) {
  const { url } = spec;
  if (spec.variant === "Session") return blocking(new Session(options(spec)));
  if (spec.variant === "KeystoneClient") {
    const client = new KeystoneClient({ url });
    client.login(credentials);
    return blocking(client);
  }
  if (spec.variant === "AsyncSession") {
    const session = new AsyncSession(options(spec));
    if (spec.cookies > 0) (await session.httpGet(`cookies/${spec.cookies}/`)).raiseForStatus();
    return promised(session, spec.slowUrl);
  }
  if (spec.variant === "logged") await listen();
  if (spec.variant === "channels") for (const name of channels) subscribe(name, () => {});
  const client = new AsyncKeystoneClient(options(spec));
  await client.login(credentials);
  return spec.variant === "signal" ? withSignal(client) : promised(client, spec.slowUrl);
}

async function upload(session, endpoint) {
  return (await session.httpPost(endpoint, { form: { request: 1 }, files: { file } })).raiseForStatus().json();
}

function promised(session, slowUrl) {
  return {
    get: async () => (await session.httpGet("version/")).raiseForStatus().json(),
    list: async () => (await session.httpGet("list/")).raiseForStatus().json(),
    post: async () => (await session.httpPost("things/", { json })).raiseForStatus().json(),
    upload: () => upload(session, "uploads/"),
    async judged() {
      return await AsyncSession.with({ url: slowUrl }, (other) => upload(other, "judge/"));
    },
    bytes: async (size) => (await session.httpGet(`bytes/${size}`)).raiseForStatus().content.length,
    save: async (path, folder, name) => (await session.download(path, join(folder, name))).bytes,
    async batch(count, maxConcurrency) {
      const items = await session.all(Array(count).fill("version/"), { maxConcurrency });
      for (const { response } of items) expect.version(response.raiseForStatus().json());
    },
    close: () => session.close(),
  };
}

/** As a careful caller does it: one signal for the work that calls belong to, and a time-out for each. */
function withSignal(client) {
  const { signal } = new AbortController();
  return {
    get: async () => (await client.httpGet("version/", { signal, timeout: 5_000 })).raiseForStatus().json(),
    close: () => client.close(),
  };
}

function blocking(session) {
  return {
    blocking: () => session.httpGet("version/").raiseForStatus().json(),
    blockingBytes: (size) => session.httpGet(`bytes/${size}`).raiseForStatus().content.length,
    blockingBatch(count, maxConcurrency) {
      const items = session.all(Array(count).fill("version/"), { maxConcurrency });
      for (const { response } of items) expect.version(response.raiseForStatus().json());
    },
    close: () => session.close(),
  };
}

/** Somebody hears every record: what is measured is what telling costs, not what is done with it. */
function listen() {
  return configure({
    sinks: { listener: () => {} },
    loggers: [
      { category: "latchkey", lowestLevel: "debug", sinks: ["listener"] },
      { category: ["logtape", "meta"], lowestLevel: "error", sinks: ["listener"] },
    ],
  });
}

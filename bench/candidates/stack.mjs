import { pathToFileURL } from "node:url";
import { AsyncKeystoneClient } from "@latchkey/keystone";
import {
  AsyncSession,
  bearer,
  CookieJar,
  checkOptions,
  logObserver,
  sessionShape,
  settleSessionOptions,
} from "@latchkey/session";
import { dist } from "../harness/paths.mjs";
import { cookies as lines } from "../servers/documents.mjs";
import { open as openUndici } from "./undici.mjs";

const inside = (path) => import(pathToFileURL(dist("session", path)).href);

/** The layers of a session put on one by one, innermost first, over the transport that sessions have. */
export async function open(spec) {
  const { url } = spec;
  const [
    { runAsync },
    { nodeTransport },
    { wire },
    { compose },
    { Call },
    { observe },
    { retry },
    { authenticate },
    { redirect },
    { limit },
    { cookies },
    { sessionEvents },
    { Slots },
  ] = await Promise.all(
    [
      "driver/runAsync.js",
      "transports/nodeTransport.js",
      "layers/wire.js",
      "layers/layer.js",
      "message/call.js",
      "layers/observe.js",
      "layers/retry.js",
      "layers/authenticate.js",
      "layers/redirect.js",
      "layers/limit.js",
      "layers/cookies.js",
      "telemetry/sessionEvents.js",
      "flow/slots.js",
    ].map(inside),
  );
  const { base, connection, ...options } = settleSessionOptions(checkOptions({ url }, sessionShape));
  const transport = nodeTransport(connection);
  const jar = new CookieJar(base.origin);
  jar.store(lines, "/version/", Date.now());
  const cid = "6f0f7c0e-0000-4000-8000-000000000000";
  const settings = {
    cid,
    baseUrl: base.href,
    clock: transport.clock,
    streams: false,
    patient: false,
    batch: undefined,
    ...options,
  };
  const headers = { "x-keystone-cid": cid };
  // What the layers add, so that what undici takes for more headers is not counted as theirs.
  const everything = {
    ...headers,
    cookie: jar.header("/version/", Date.now()),
    "x-csrftoken": jar.get("csrftoken", "/version/", Date.now()),
    authorization: "Bearer t0ken",
  };
  const context = (call) => ({ call, send: () => undefined });
  const layers = [
    cookies(() => jar, { csrf: { cookie: "csrftoken", header: "x-csrftoken" }, referer: base.href }),
    limit(options.maxConcurrency, options.retry),
    redirect({ follow: true, max: options.maxRedirects }),
    authenticate(bearer("t0ken"), ({ call }) => context(call)),
    retry(options.retry),
    observe(logObserver("session"), sessionEvents("session", cid)),
  ];
  const group = new Slots();
  const through =
    (stack, sent = headers) =>
    async () => {
      const call = new Call(settings);
      const request = {
        method: "GET",
        endpoint: "version/",
        origin: base.origin,
        path: "/version/",
        headers: sent,
        call,
      };
      const reply = await runAsync(stack({ ...request, idempotent: true }), transport, undefined, group);
      return JSON.parse(Buffer.from(reply.body.buffer, reply.body.byteOffset, reply.body.length).toString());
    };
  const steps = layers.map((layer, index) => ({
    name: `+ ${layer.name}`,
    call: through(compose(layers.slice(0, index + 1).toReversed(), wire)),
  }));
  const session = new AsyncSession({ url, auth: bearer("t0ken") });
  const client = new AsyncKeystoneClient({ url });
  await client.login({ username: "admin", password: "quickstart" });
  const { signal } = new AbortController();
  const asked = (twin, extra) => async () => (await twin.httpGet("version/", extra)).raiseForStatus().json();
  const raw = openUndici({ ...spec, variant: "dispatch" });
  return {
    variants: [
      { name: "undici Pool.dispatch, nothing else", call: raw.get },
      { name: "transport and driver", call: through(wire) },
      { name: "the same, given a session's headers", call: through(wire, everything) },
      ...steps,
      { name: "AsyncSession with a bearer", call: asked(session) },
      { name: "AsyncKeystoneClient", call: asked(client) },
      { name: "AsyncKeystoneClient, a time-out for the call", call: asked(client, { timeout: 5_000 }) },
      { name: "AsyncKeystoneClient, the caller's signal", call: asked(client, { signal }) },
      { name: "AsyncKeystoneClient, both", call: asked(client, { signal, timeout: 5_000 }) },
    ],
    close: () => Promise.all([session.close(), client.close(), raw.close()]),
  };
}

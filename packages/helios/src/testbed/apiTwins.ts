import type { HeliosBox } from "@latchkey/sandbox";
import { memoryStore } from "@latchkey/session";
import {
  type CannedReply,
  promised,
  type ScriptedRequest,
  type ScriptedTransport,
  scriptedTransport,
} from "@latchkey/session/testing";
import { Alerts } from "../apis/alerts.ts";
import { Cameras } from "../apis/cameras.ts";
import { Collections } from "../apis/collections.ts";
import type { HeliosCaller } from "../apis/heliosCalls.ts";
import { Observations } from "../apis/observations.ts";
import { AsyncHeliosSession } from "../asyncHeliosSession.ts";
import type { HeliosOptions } from "../heliosOptions.ts";
import { HeliosSession } from "../heliosSession.ts";

/** The APIs of one session of either twin, behind the async face. */
export interface Apis {
  readonly alerts: Alerts<"async">;
  readonly cameras: Cameras<"async">;
  readonly collections: Collections<"async">;
  readonly observations: Observations<"async">;
  readonly close: () => Promise<void>;
}

/** A script's answer to an API call; the token requests are answered already. */
export type ApiScript = (request: ScriptedRequest & { readonly query: URLSearchParams }) => CannedReply | Error;

export interface ApiTwin {
  readonly twin: "async" | "blocking";
  readonly open: (options: HeliosOptions) => Apis;
  /** A session with a sandbox; its token is kept in memory. */
  readonly visit: (box: HeliosBox, options?: HeliosOptions) => Apis;
  readonly script: (script: ApiScript, options?: HeliosOptions) => Apis & { readonly transport: ScriptedTransport };
}

function twin(name: "async" | "blocking", open: (options: HeliosOptions) => Apis): ApiTwin {
  return {
    twin: name,
    open,
    visit: (box, options) => open({ apiUrl: box.url, ...box.credentials, store: memoryStore(), ...options }),
    script(script, options) {
      const transport = scriptedTransport((request) => {
        const { pathname, searchParams } = new URL(request.url);
        if (pathname.endsWith("/oauth/token")) {
          return { json: { access_token: "T", token_type: "Bearer", expires_in: 93_600 } };
        }
        return script({ ...request, query: searchParams });
      });
      const account = { apiUrl: "http://localhost/v1", clientId: "id", clientSecret: "canary-secret" };
      return { ...open({ ...account, transport, store: memoryStore(), ...options }), transport };
    },
  };
}

function apisOf(session: HeliosCaller<"async">): Omit<Apis, "close"> {
  return {
    alerts: new Alerts(session),
    cameras: new Cameras(session),
    collections: new Collections(session),
    observations: new Observations(session),
  };
}

/** Each behaviour test of the APIs runs once for each of these. */
export const apiTwins: readonly ApiTwin[] = [
  twin("async", (options) => {
    const session = new AsyncHeliosSession(options);
    return { ...apisOf(session), close: () => session.close() };
  }),
  twin("blocking", (options) => {
    const session = new HeliosSession(options);
    return {
      alerts: promised(new Alerts(session)),
      cameras: promised(new Cameras(session)),
      collections: promised(new Collections(session)),
      observations: promised(new Observations(session)),
      close: async () => session.close(),
    };
  }),
];

/** The paths, with queries, that a script was asked for; without those of tokens. */
export function asked(transport: ScriptedTransport): string[] {
  const calls = transport.requests.filter(({ url }) => !url.endsWith("/oauth/token"));
  return calls.map(({ method, url }) => `${method} ${url.replace("http://localhost/v1/", "")}`);
}

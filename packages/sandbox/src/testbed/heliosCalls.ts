import { type IncomingHttpHeaders, request } from "node:http";
import type { HeliosBox } from "../helios/startHelios.ts";

/** An answer with its body read. */
export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
  text: string;
  /** The body's JSON, in the shape that the test goes on to check. */
  json<T>(): T;
}

interface Extras {
  headers?: Record<string, string>;
  body?: string | undefined;
}

/** Sends one request exactly as given: `node:http` leaves target and headers as they are. */
export function send(
  method: string,
  url: string,
  target: string,
  { headers = {}, body }: Extras = {},
): Promise<Answer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, method, path: target, headers, agent: false }, (incoming) => {
      const parts: Buffer[] = [];
      incoming.on("data", (part: Buffer) => parts.push(part));
      incoming.on("error", reject);
      incoming.on("end", () => {
        const bytes = Buffer.concat(parts);
        const text = bytes.toString("utf8");
        const json = <T>(): T => {
          if (incoming.headers["content-type"]?.startsWith("application/json")) return JSON.parse(text);
          throw new Error(`Not JSON: ${incoming.statusCode} ${text.slice(0, 200)}`);
        };
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, bytes, text, json });
      });
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

export const form = "application/x-www-form-urlencoded";

/** Asks for a token with a form, as most clients do. */
export async function tokenFrom({ url, credentials }: HeliosBox): Promise<string> {
  const { clientId, clientSecret } = credentials;
  const body = `grant_type=client_credentials&client_id=${clientId}&client_secret=${clientSecret}`;
  const answer = await send("POST", url, "/v1/oauth/token", { headers: { "Content-Type": form }, body });
  return answer.json<{ access_token: string }>().access_token;
}

/** Calls of one logged-in client. Targets begin after `/v1`. */
export interface Calls {
  get(target: string): Promise<Answer>;
  call(method: string, target: string, body?: object): Promise<Answer>;
  /** The picture that a redirect leads to. */
  follow(answer: Answer, headers?: Record<string, string>): Promise<Answer>;
}

export async function callsTo(box: HeliosBox): Promise<Calls> {
  const authorization = `Bearer ${await tokenFrom(box)}`;
  const call = (method: string, target: string, body?: object) =>
    send(method, box.url, `/v1${target}`, {
      headers: { Authorization: authorization, ...(body && { "Content-Type": "application/json" }) },
      body: body && JSON.stringify(body),
    });
  return {
    call,
    get: (target) => call("GET", target),
    follow(answer, headers = {}) {
      const location = new URL(answer.headers.location ?? "");
      return send("GET", location.origin, location.pathname + location.search, { headers });
    },
  };
}

/** A search's answer, as far as tests look at it. */
export interface Found {
  features: {
    id: string;
    geometry: { coordinates: [number, number] };
    properties: {
      state: string;
      city: string;
      time: string;
      camera_id: string;
      prev_id: string;
      sensors: Record<string, { data: number; prev: number }>;
    };
  }[];
  properties: { total: number; skip: number; limit: number; aggs: Record<string, { key: string; count: number }[]> };
  bbox?: [number, number, number, number];
}

/** An error's answer. */
export interface Refused {
  error: { code: string; message: string };
}

import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { RequestRecord } from "./requestRecord.ts";

const kept = ["accept", "content-type", "content-length", "user-agent", "referer", "origin", "x-keystone-cid"];
const secret = /token|secret|sign|key|password|credential/i;
const capacity = 20_000;

/** A bounded memory of requests: the newest 20,000. */
export interface RequestLog {
  add(message: IncomingMessage, connection: number): void;
  all(): RequestRecord[];
}

export function createRequestLog(): RequestLog {
  const records: RequestRecord[] = [];
  return {
    add(message, connection) {
      records.push(describe(message, connection));
      if (records.length >= capacity * 2) records.splice(0, records.length - capacity);
    },
    all: () => records.slice(-capacity),
  };
}

function describe(message: IncomingMessage, connection: number): RequestRecord {
  const [path = "", search = ""] = (message.url ?? "").split(/\?(.*)/s, 2);
  const headers: Record<string, string> = {};
  for (const name of kept) {
    const value = message.headers[name];
    if (typeof value === "string") headers[name] = value;
  }
  const cookie = message.headers.cookie ?? "";
  const credential = message.headers.authorization ?? cookie;
  return {
    method: message.method ?? "",
    path,
    query: queryOf(search),
    headers,
    credential: message.headers.authorization?.split(" ", 1)[0]?.toLowerCase() ?? (cookie === "" ? "none" : "cookie"),
    fingerprint: credential === "" ? undefined : createHash("sha256").update(credential).digest("hex").slice(0, 12),
    cookies: cookie
      .split(";")
      .map((pair) => pair.trim().split("=", 1)[0] ?? "")
      .filter(Boolean),
    csrf: message.headers["x-csrftoken"] !== undefined,
    connection,
  };
}

function queryOf(search: string): Record<string, string> {
  if (search === "") return {};
  return Object.fromEntries(
    [...new URLSearchParams(search)].map(([name, value]) => [name, secret.test(name) ? "…" : value]),
  );
}

import { gzipSync } from "node:zlib";
import type { Fault } from "../wire/fault.ts";
import type { OperationName } from "./operation.ts";

/**
 * What must come of an operation whose every request meets the fault: how many requests are made, and how it ends.
 * `ok` and `false` are results, `status 503` a StatusError, `decode` a DecodeError, `rejected` an AuthenticationError,
 * anything else the code of a TransportError, with `*` where the server may have acted. `<3` means at most three.
 */
export type Ending = string;

/** One row of the matrix. */
export interface FaultRow {
  readonly name: string;
  /** What happens on the wire; or to the connections themselves. */
  readonly fault: Fault | "unresolved" | "refuse" | "hold" | "expired" | "wrongHost" | "stranger";
  /** Where a fault takes time: the operation is given little of it. */
  readonly slow?: boolean;
  /** The server ends the session with it, and it is right that it is lost. */
  readonly ends?: boolean;
  readonly endings: Readonly<Record<Column, Ending>>;
}

/** What is tried through each fault: the operations in both twins, and the command line, a process of its own. */
export type Column = OperationName | "command";

type Endings = { readonly get: Ending; readonly post: Ending } & Partial<Record<Column, Ending>>;

/**
 * Columns that are not given end as a GET or as a POST does; a token request may be repeated as a GET may, and a GET is
 * what the command does.
 */
function row(name: string, fault: FaultRow["fault"], endings: Endings, more: Partial<FaultRow> = {}): FaultRow {
  const { get, post } = endings;
  const all = {
    login: post,
    upload: post,
    token: get,
    check: get,
    batch: get,
    download: get,
    command: get,
    ...endings,
  };
  return { name, fault, endings: all, ...more };
}

const same = (ending: Ending): Endings => ({ get: ending, post: ending });
const answer = (status: number, headers: Record<string, string> = {}, body = ""): Fault => ({
  play: "answer",
  status,
  headers: { "content-length": `${Buffer.byteLength(body)}`, ...headers },
  body,
});
const json = (status: number, value: unknown, headers: Record<string, string> = {}): Fault =>
  answer(status, { "content-type": "application/json", ...headers }, JSON.stringify(value));
const coded = (coding: string, body: Uint8Array | string): Fault => ({
  play: "answer",
  status: 200,
  headers: { "content-type": "application/json", "content-encoding": coding },
  body,
});
const raw = (bytes: string, ends = false): Fault => ({ play: "raw", bytes, ends });
/** The fault takes time: the operation is given little of it. */
const SLOW = { slow: true } as const;
const OK = "HTTP/1.1 200 OK\r\n";

/** A name that no name service knows, and that every resolver refuses by itself: a part of it is too long. */
export const NOWHERE = `https://${"nowhere".repeat(10)}.invalid`;

/** Where the matrix sends clients that must not go there: the discard port of this machine. */
export const ELSEWHERE = "http://127.0.0.1:9/elsewhere";

const REFUSED = { token: "1 rejected", check: "1 false" } as const;
const BROKEN = { get: "3 decode", post: "1 decode" } as const;
const NOT_JSON = { ...same("1 decode"), login: "1 missing", check: "1 false", download: "1 ok" } as const;
/** The command line shows whatever is not JSON as it is. */
const SHOWN = { ...NOT_JSON, command: "1 ok" } as const;
const MALFORMED = { get: "2 protocol*", post: "1 protocol*" } as const;
const passing = (status: number): Endings => ({ get: `3 status ${status}`, post: `1 status ${status}` });
/** A refusal that another try would not change. */
const final = (status: number, login: Ending = `1 status ${status}`): Endings => ({
  ...same(`1 status ${status}`),
  ...REFUSED,
  login,
});

export const faultTable: readonly FaultRow[] = [
  row("a name that leads nowhere", "unresolved", same("3 connect")),
  row("nobody listens", "refuse", same("3 connect")),
  row("nothing is said to a TLS client", "hold", same("<3 timeout"), { slow: true }),
  row("an expired certificate", "expired", same("1 tls")),
  row("another host's certificate", "wrongHost", same("1 tls")),
  row("a certificate that nobody vouches for", "stranger", same("1 tls")),
  row("a reset before any answer", { play: "reset" }, { get: "3 reset*", post: "1 reset*" }),
  row(
    "a kept connection that is closed",
    { play: "stale" },
    { get: "2 ok", post: "1 reset*", token: "1 ok", batch: "<2 ok", command: "1 ok" },
  ),
  row("a body cut short", { play: "cut", framing: "length" }, { get: "3 truncated*", post: "1 truncated*" }),
  row("a chunked body cut short", { play: "cut", framing: "chunked" }, { get: "3 truncated*", post: "1 truncated*" }),
  row("a compressed body cut short", { play: "cut", framing: "gzip" }, BROKEN),
  row("silence", { play: "stall", after: "nothing" }, { ...same("1 timeout*"), download: "<3 timeout*" }, SLOW),
  row(
    "silence after the head",
    { play: "stall", after: "head" },
    { ...same("1 timeout*"), download: "<3 timeout*" },
    SLOW,
  ),
  row(
    "silence after half a body",
    { play: "stall", after: "half" },
    { ...same("1 timeout*"), download: "<3 timeout*" },
    SLOW,
  ),
  row("a head that trickles", { play: "drip", part: "head" }, { ...same("1 timeout*"), download: "<3 timeout*" }, SLOW),
  row("a body that trickles", { play: "drip", part: "body" }, { ...same("1 timeout*"), download: "<3 timeout*" }, SLOW),
  row("a server that does not read", { play: "deaf" }, { ...same("1 timeout*"), download: "<3 timeout*" }, SLOW),
  row("gzip that is none", coded("gzip", "this is not gzip"), BROKEN),
  row("an unknown content coding", coded("zstd", "x"), BROKEN),
  // The command line has the library's own limit, which is larger: it gets to see that this is no JSON.
  row("a bomb", coded("gzip", gzipSync(Buffer.alloc(8 * 1024 * 1024))), {
    ...same("1 too-large*"),
    command: "1 decode",
  }),
  row("a body too large for memory", answer(200, { "content-type": "application/json" }, " ".repeat(2 * 1024 * 1024)), {
    ...same("1 too-large*"),
    download: "1 ok",
    command: "1 decode",
  }),
  row("JSON that is none", answer(200, { "content-type": "application/json" }, '{"a":'), NOT_JSON),
  row("a page instead of JSON", answer(200, { "content-type": "text/html" }, "<h1>Sign in</h1>"), SHOWN),
  row("no body at all", answer(204), { ...SHOWN, download: "1 disk*" }),
  row("garbage", raw("\u0000\u0001\u0002 no head\r\n\r\n"), MALFORMED),
  row("two lengths", raw(`${OK}content-length: 5\r\ncontent-length: 6\r\n\r\nhello!`), MALFORMED),
  row("a length and chunks", raw(`${OK}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`), MALFORMED),
  row("a head of 200 kB", raw(`${OK}x-a: ${"a".repeat(200_000)}\r\ncontent-length: 2\r\n\r\nok`), MALFORMED),
  row("another protocol", raw("HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: chat\r\n\r\n"), MALFORMED),
  row("status 600", raw("HTTP/1.1 600 Odd\r\ncontent-length: 2\r\n\r\nok"), MALFORMED),
  row("an interim response first", { play: "interim", count: 3 }, same("1 ok")),
  row("a flood of interim responses", { play: "interim", count: 500 }, MALFORMED),
  row("status 400", json(400, { detail: "no" }), final(400, "1 rejected")),
  row("status 401", json(401, { detail: "no" }), final(401), { ends: true }),
  row("status 403", json(403, { detail: "no" }), final(403)),
  row(
    "status 403 for a CSRF token",
    json(403, { detail: "CSRF Failed: CSRF token missing." }),
    final(403, "2 status 403"),
  ),
  row("status 404", json(404, { detail: "no" }), final(404)),
  row("status 409", json(409, { detail: "no" }), final(409)),
  row("status 422", json(422, { detail: "no" }), final(422)),
  row("status 408", json(408, {}), passing(408)),
  row("status 429", json(429, {}), same("3 status 429")),
  row("status 429, come again at once", json(429, {}, { "retry-after": "0" }), same("3 status 429")),
  row("status 429, come again in an hour", json(429, {}, { "retry-after": "3600" }), same("1 status 429")),
  row("status 503, come again at once", json(503, {}, { "retry-after": "0" }), passing(503)),
  row("status 503, come again in a year", json(503, {}, { "retry-after": "31536000" }), same("1 status 503")),
  row("status 500", json(500, {}), same("1 status 500")),
  row("status 502", json(502, {}), passing(502)),
  row("status 504", json(504, {}), passing(504)),
  ...[301, 302, 303, 307, 308].map((status) =>
    row(`a redirect elsewhere (${status})`, answer(status, { location: ELSEWHERE }), {
      ...same(`1 status ${status}`),
      login: "1 redirect*",
      token: "1 redirect*",
      check: "1 redirect*",
    }),
  ),
];

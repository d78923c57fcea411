import { createHash } from "node:crypto";
import type { Socket } from "node:net";
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import type { SeenRequest } from "./requestReader.ts";
import { OK, sized } from "./sizedAnswer.ts";
import { splitFaults } from "./splitFaults.ts";

/** What a server does with a request: writes whatever bytes it likes. */
export type Fault = (socket: Socket, request: SeenRequest, body: Buffer) => void;

/** A body of so many bytes, the same in every thread. */
export function patternOf(size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  for (let index = 0; index < size; index += 1) bytes[index] = (index * 7 + (index >> 8)) & 0xff;
  return bytes;
}

const asked = ({ url }: Pick<SeenRequest, "url">, name: string): number => Number(url.searchParams.get(name));

const encoders: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: (bytes) => gzipSync(bytes),
  deflate: (bytes) => deflateSync(bytes),
  raw: (bytes) => deflateRawSync(bytes),
  br: (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
};

/** Replies that are no HTTP, each of them another way. */
export const malformed: Readonly<Record<string, string>> = {
  "two lengths": `${OK}content-length: 5\r\ncontent-length: 6\r\n\r\nhello!`,
  "length and chunks": `${OK}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`,
  "negative length": `${OK}content-length: -5\r\n\r\nhello`,
  "length of letters": `${OK}content-length: five\r\n\r\nhello`,
  "bad chunk size": `${OK}transfer-encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n`,
  "http 0.9": "hello, this is no head\r\n",
  "nul in a header": `${OK}x-a: a\0b\r\ncontent-length: 2\r\n\r\nok`,
  "header without colon": `${OK}nocolon\r\ncontent-length: 2\r\n\r\nok`,
  "space before colon": `${OK}x-a : b\r\ncontent-length: 2\r\n\r\nok`,
  "huge head": `${OK}x-a: ${"a".repeat(200_000)}\r\ncontent-length: 2\r\n\r\nok`,
  "status 999": "HTTP/1.1 999 Odd\r\ncontent-length: 2\r\n\r\nok",
  "status 600": "HTTP/1.1 600 Odd\r\ncontent-length: 2\r\n\r\nok",
  "switching protocols": "HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: chat\r\n\r\n",
  "unknown transfer coding": `${OK}transfer-encoding: gzip\r\n\r\nxx`,
  "another transfer coding on a second line": `${OK}transfer-encoding: chunked\r\ntransfer-encoding: gzip\r\n\r\n0\r\n\r\n`,
};

const held: Socket[] = [];

/** By the first segment of the path. */
export const faults: Readonly<Record<string, Fault>> = {
  ...splitFaults,
  plain: (socket, { connection, turn }) => {
    socket.write(sized(JSON.stringify({ connection, turn })));
  },
  echo: (socket, { method, lines, connection, turn }, body) => {
    const sha = createHash("sha256").update(body).digest("hex");
    socket.write(sized(JSON.stringify({ method, lines, connection, turn, size: body.length, sha })));
  },
  status: (socket, request) => {
    const location = request.url.searchParams.get("location");
    const more = location === null ? "" : `location: ${location}\r\n`;
    socket.write(`HTTP/1.1 ${asked(request, "code")} Some\r\n${more}content-length: 4\r\n\r\nbody`);
  },
  /** So many header fields, each with its number. */
  fields: (socket, request) => {
    const fields = Array.from({ length: asked(request, "count") }, (_, index) => `x-${index}: ${index}\r\n`);
    socket.write(`HTTP/1.1 200 OK\r\n${fields.join("")}content-length: 0\r\n\r\n`);
  },
  empty: (socket, request) => {
    socket.write(`HTTP/1.1 ${asked(request, "code")} Some\r\ncontent-encoding: gzip\r\n\r\n`);
  },
  bytes: (socket, request) => {
    socket.write(sized(patternOf(asked(request, "size"))));
  },
  /** All but the last byte, and the end. */
  cut: (socket, request) => {
    const bytes = patternOf(asked(request, "size"));
    const framing = request.url.searchParams.get("framing");
    const sent = bytes.subarray(0, -1);
    if (framing === "chunked") {
      socket.end(
        Buffer.concat([Buffer.from(`${OK}transfer-encoding: chunked\r\n\r\n${bytes.length.toString(16)}\r\n`), sent]),
      );
    } else if (framing === "gzip") {
      socket.end(sized(gzipSync(bytes).subarray(0, -1), "content-encoding: gzip\r\n"));
    } else socket.end(Buffer.concat([Buffer.from(`${OK}content-length: ${bytes.length}\r\n\r\n`), sent]));
  },
  /** A coded body of which only so many per cent are there; its length says so too. */
  coded: (socket, request) => {
    const coding = request.url.searchParams.get("coding") ?? "";
    const bytes = encoders[coding]?.(patternOf(asked(request, "size"))) ?? Buffer.alloc(0);
    const part = bytes.subarray(0, Math.floor((bytes.length * asked(request, "percent")) / 100));
    socket.write(sized(part, `content-encoding: ${coding === "raw" ? "deflate" : coding}\r\n`));
  },
  /** A coded body, and behind it, at once or later, bytes that are none of it; then it may lack some that it announces. */
  trail: (socket, request) => {
    const bytes = encoders[request.url.searchParams.get("coding") ?? ""]?.(patternOf(asked(request, "size")));
    const body = bytes ?? Buffer.alloc(0);
    const behind = Buffer.alloc(asked(request, "behind"), "G");
    const length = body.length + behind.length + asked(request, "lacks");
    const head = `${OK}content-encoding: ${request.url.searchParams.get("coding")}\r\ncontent-length: ${length}\r\n\r\n`;
    const rest = (): unknown => (asked(request, "lacks") === 0 ? socket.write(behind) : socket.end(behind));
    socket.write(Buffer.concat([Buffer.from(head), body]), () => {
      if (asked(request, "later") === 0) rest();
      else setTimeout(rest, 50);
    });
  },
  /** In gzip that is as long as what is in it; ends as early as it can, and lacks so many bytes of what it announces. */
  stored: (socket, request) => {
    const bytes = gzipSync(patternOf(asked(request, "size")), { level: 0 });
    const length = `content-length: ${bytes.length + asked(request, "lacks")}`;
    socket.write(`${OK}content-encoding: gzip\r\n${length}\r\n\r\n`);
    if (asked(request, "early") === 0) socket.write(bytes);
    else socket.end(bytes);
  },
  twice: (socket) => {
    socket.write(sized(gzipSync(gzipSync(patternOf(5_000))), "content-encoding: gzip, gzip\r\n"));
  },
  /** Codings on lines of their own. */
  lines: (socket) => {
    const codings = ["identity", "gzip", "gzip"].map((coding) => `content-encoding: ${coding}\r\n`);
    socket.write(sized(gzipSync(gzipSync(patternOf(5_000))), codings.join("")));
  },
  /** Not a byte of a body that is coded, by its head. */
  hollow: (socket, { url }) => {
    const framing = url.searchParams.get("framing");
    const head = `HTTP/1.1 ${asked({ url }, "code")} Some\r\ncontent-encoding: ${url.searchParams.get("coding")}\r\n`;
    if (framing === "chunked") socket.write(`${head}transfer-encoding: chunked\r\n\r\n0\r\n\r\n`);
    else if (framing === "cl") socket.write(`${head}content-length: 0\r\n\r\n`);
    else socket.end(`${head}\r\n`);
  },
  thrice: (socket) => {
    socket.write(sized("x", "content-encoding: gzip, gzip, deflate\r\n"));
  },
  unknown: (socket) => {
    socket.write(sized("x", "content-encoding: zstd\r\n"));
  },
  garbage: (socket) => {
    socket.write(sized("this is not gzip", "content-encoding: gzip\r\n"));
  },
  bomb: (socket, request) => {
    socket.write(sized(gzipSync(Buffer.alloc(asked(request, "size"))), "content-encoding: gzip\r\n"));
  },
  /** Says it closes, sends all, and closes at once. */
  early: (socket, request) => {
    socket.end(sized(patternOf(asked(request, "size")), "connection: close\r\n"));
  },
  /** The end of the body is the end of the connection. */
  unframed: (socket, request) => {
    const bytes = Buffer.concat([Buffer.from(`${OK}\r\n`), patternOf(asked(request, "size"))]);
    if (asked(request, "reset") === 0) socket.end(bytes);
    else socket.write(bytes, () => setTimeout(() => socket.resetAndDestroy(), 50));
  },
  malformed: (socket, { url }) => {
    socket.write(malformed[url.searchParams.get("case") ?? ""] ?? "");
  },
  /** A second response that nobody asked for. */
  poison: (socket) => {
    socket.write(Buffer.concat([sized("mine"), sized("poison")]));
  },
  /** Each of these statuses in turn, so many times. */
  interim: (socket, request) => {
    const codes = request.url.searchParams.getAll("code");
    const one = codes.map((code) => `HTTP/1.1 ${code} Interim\r\nx-hint: 1\r\n\r\n`).join("");
    const bytes = Buffer.concat([Buffer.from(one.repeat(asked(request, "count"))), sized("final")]);
    if (asked(request, "slow") === 0) socket.write(bytes);
    else drip(socket, bytes);
  },
  /** Stops after so much. */
  stall: (socket, { url }) => {
    const stage = url.searchParams.get("stage");
    if (stage === "head") socket.write(OK);
    if (stage === "body") socket.write(`${OK}content-length: 100\r\n\r\nsome`);
  },
  /** A byte now and then, without an end. */
  drip: (socket, { url }) => {
    socket.write(url.searchParams.get("stage") === "head" ? OK : `${OK}content-length: 100000\r\n\r\n`);
    const timer = setInterval(() => socket.write("x"), 20);
    socket.on("close", () => clearInterval(timer));
  },
  /** Slow, but never silent for long; whoever comes again soon finds the connection as it was. */
  slow: (socket, request) => {
    const bytes = patternOf(asked(request, "size"));
    socket.write(`${OK}keep-alive: timeout=600\r\ncontent-length: ${bytes.length}\r\n\r\n`);
    drip(socket, bytes);
  },
  /** Good once; whoever comes again on the same connection is shut out. */
  once: (socket, { turn, connection }) => {
    if (turn > 1) socket.destroy();
    else socket.write(sized(JSON.stringify({ connection, turn })));
  },
  reset: (socket) => {
    socket.resetAndDestroy();
  },
  /** Answers nobody before so many have asked. */
  hold: (socket, request) => {
    held.push(socket);
    if (held.length < asked(request, "count")) return;
    for (const waiting of held.splice(0)) waiting.write(sized("held"));
  },
};

/** Answered at the head, without waiting for the body. */
export const prompt: Readonly<Record<string, Fault>> = {
  /** Closes with the body unread: the connection is reset. */
  deny: (socket) => {
    socket.pause();
    socket.end("HTTP/1.1 413 Too Large\r\nconnection: close\r\ncontent-length: 3\r\n\r\nno!");
    socket.on("finish", () => setImmediate(() => socket.destroy()));
  },
  refuse: (socket) => {
    socket.write("HTTP/1.1 413 Too Large\r\ncontent-length: 3\r\n\r\nno!");
  },
};

function drip(socket: Socket, bytes: Buffer): void {
  let at = 0;
  const timer = setInterval(() => {
    if (at === bytes.length) clearInterval(timer);
    else socket.write(bytes.subarray(at, at + 1));
    at += 1;
  }, 1);
  socket.on("close", () => clearInterval(timer));
}

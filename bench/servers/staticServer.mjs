// What stands in where there is no nginx: the same documents from a bare server in a process of its own.
import { createReadStream, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { cookieLines, cookies, created, headers, session, token, uploaded, user } from "./documents.mjs";

const [documents] = process.argv.slice(2);
const json = { ...headers, "content-type": "application/json" };
const held = new Map(
  ["version.json", "list.json", "image.jpg"].map((name) => [name, readFileSync(join(documents, name))]),
);

/** @type {readonly [RegExp, (request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse, match: string) => void][]} */
const routes = [
  [/^\/version\b/, (_request, response) => answer(response, 200, held.get("version.json"))],
  [/^\/list\//, (_request, response) => answer(response, 200, held.get("list.json"))],
  [/^\/img\//, (_request, response) => answer(response, 200, held.get("image.jpg"), { "content-type": "image/jpeg" })],
  [/^\/big\//, (_request, response) => stream(response, "big.bin")],
  [/^\/bytes\/(\d+)/, (_request, response, size) => stream(response, `${size}.bin`)],
  [/^\/things\/$/, (request, response) => afterwards(request, () => answer(response, 201, created))],
  [/^\/uploads\/$/, (request, response) => afterwards(request, () => answer(response, 201, uploaded))],
  [
    /^\/authentication\/login\/$/,
    (request, response) => afterwards(request, () => answer(response, 200, user, { "set-cookie": cookies })),
  ],
  [
    /^\/cookies\/(\d+)\//,
    (_request, response, count) => answer(response, 200, "{}", { "set-cookie": cookieLines(Number(count)) }),
  ],
  [/^\/v1\/oauth\/token$/, (request, response) => afterwards(request, () => answer(response, 200, token))],
  [/^\/v1\/session$/, (_request, response) => answer(response, 200, session)],
  [/^\/v1\/cameras\/[^/]+\/images\/(.*)/, (request, response, name) => redirect(request, response, name)],
];

const server = createServer((request, response) => {
  for (const [pattern, handle] of routes) {
    const match = pattern.exec(request.url ?? "");
    if (match !== null) {
      handle(request, response, match[1] ?? "");
      return;
    }
  }
  answer(response, 404, "{}");
});
server.keepAliveTimeout = 3_600_000;
server.listen(0, "127.0.0.1", 4096, () => process.send?.(`http://127.0.0.1:${server.address().port}`));
process.on("disconnect", () => process.exit(0));

function answer(response, status, body, more = {}) {
  response.writeHead(status, { ...json, ...more, "content-length": Buffer.byteLength(body) }).end(body);
}

function afterwards(request, then) {
  request.resume().once("end", then);
}

function stream(response, name) {
  const file = join(documents, name);
  response.writeHead(200, {
    ...json,
    "content-type": "application/octet-stream",
    "content-length": statSync(file).size,
  });
  createReadStream(file).pipe(response);
}

function redirect(request, response, name) {
  const location = `http://${request.headers.host}/img/${encodeURIComponent(name)}.jpg`;
  response.writeHead(302, { location, "content-length": 0 }).end();
}

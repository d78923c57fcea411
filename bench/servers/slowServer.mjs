// What a static server cannot do: latency, tokens that are counted and uploads that are looked at.
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/** How long a page takes, in ms. */
const LATENCY = 20;
/** How long a token takes: long enough for every caller to come and wait. */
const TOKEN_LATENCY = 300;
const ROWS = 100_000;
const counts = { token: 0, refused: 0, pages: 0 };
let token = "";

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
  const handle = routes[pathname] ?? (() => ({ status: 404, body: {} }));
  Promise.resolve(handle(request, searchParams)).then(
    ({ status = 200, body }) => answer(response, status, body),
    (error) => answer(response, 500, { detail: String(error) }),
  );
});
server.keepAliveTimeout = 3_600_000;
server.listen(0, "127.0.0.1", 16_384, () => process.send?.(`http://127.0.0.1:${server.address().port}`));
process.on("disconnect", () => process.exit(0));

const routes = {
  "/users/users/": page,
  "/oauth/token": mint,
  "/secured/": secured,
  "/counts/": () => ({ body: counts }),
  "/judge/": judge,
};

async function page(_request, query) {
  counts.pages += 1;
  const offset = Number(query.get("_offset") ?? 0);
  const limit = Number(query.get("_limit") ?? 100);
  // Asked to, it holds back all pages but the first: the first row must not wait for them.
  await sleep(offset > 0 ? Number(query.get("hold") ?? LATENCY) : LATENCY);
  const length = Math.max(0, Math.min(limit, ROWS - offset));
  const results = Array.from({ length }, (_, index) => ({ id: offset + index + 1, username: `user${offset + index}` }));
  return { body: { count: ROWS, next: null, previous: null, results } };
}

async function mint() {
  counts.token += 1;
  await sleep(TOKEN_LATENCY);
  token = `t0ken-${counts.token}`;
  return { body: { access_token: token, token_type: "Bearer", expires_in: 3_600 } };
}

function secured(request) {
  const known = token !== "" && request.headers.authorization === `Bearer ${token}`;
  if (!known) counts.refused += 1;
  return known ? { body: { id: 1 } } : { status: 401, body: { detail: "no" } };
}

/** Reads a multipart body with the platform's own parser, and says what was in it. */
async function judge(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const form = await new Response(Buffer.concat(chunks), {
    headers: { "content-type": request.headers["content-type"] },
  }).formData();
  const parts = [];
  for (const [name, value] of form) {
    const bytes = typeof value === "string" ? Buffer.from(value) : Buffer.from(await value.arrayBuffer());
    const filename = typeof value === "string" ? undefined : value.name;
    parts.push({ name, filename, size: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") });
  }
  return { body: { parts } };
}

function answer(response, status, body) {
  const text = JSON.stringify(body);
  response
    .writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(text) })
    .end(text);
}

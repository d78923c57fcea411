/**
 * Who is measured. `module` is the file beside this one; `verbs` says what a candidate can do, and so which cases it
 * takes part in. Candidates of one module differ by their `variant`.
 *
 * @type {readonly { id: string, module: string, variant?: string, runtime?: "python", verbs: string }[]}
 */
const all = [
  { id: "undici.request", module: "undici", variant: "request", verbs: "get list post upload bytes" },
  { id: "undici.request, same headers", module: "undici", variant: "headers", verbs: "get" },
  { id: "undici Pool.dispatch", module: "undici", variant: "dispatch", verbs: "get list" },
  { id: "AsyncSession", module: "latchkey", variant: "AsyncSession", verbs: "get list post upload bytes batch save" },
  { id: "AsyncKeystoneClient", module: "latchkey", variant: "AsyncKeystoneClient", verbs: "get list post upload" },
  { id: "AsyncKeystoneClient, signal and timeout", module: "latchkey", variant: "signal", verbs: "get" },
  { id: "AsyncKeystoneClient, log listened to", module: "latchkey", variant: "logged", verbs: "get" },
  { id: "AsyncKeystoneClient, channels listened to", module: "latchkey", variant: "channels", verbs: "get" },
  { id: "Session", module: "latchkey", variant: "Session", verbs: "blocking blockingBytes blockingBatch" },
  { id: "KeystoneClient", module: "latchkey", variant: "KeystoneClient", verbs: "blocking" },
  { id: "AsyncHeliosSession.showImage", module: "helios", variant: "async", verbs: "images" },
  { id: "HeliosSession.showImage", module: "helios", variant: "blocking", verbs: "images" },
  { id: "AsyncKeystoneClient.paginate", module: "paginating", verbs: "pages" },
  { id: "AsyncSession, client credentials", module: "refreshing", verbs: "refresh" },
  { id: "layers", module: "stack", verbs: "layers" },
  { id: "node:http", module: "nodeHttp", verbs: "get list post save" },
  { id: "global fetch", module: "globalFetch", verbs: "get list post upload save" },
  { id: "axios", module: "axios", verbs: "get list post upload" },
  { id: "got", module: "got", verbs: "get list post save" },
  { id: "ky", module: "ky", verbs: "get" },
  { id: "ofetch", module: "ofetch", verbs: "get" },
  { id: "openapi-fetch", module: "openapiFetch", verbs: "get" },
  { id: "@octokit/core", module: "octokit", verbs: "get" },
  { id: "openai SDK", module: "openai", verbs: "get" },
  { id: "curl by execFileSync", module: "curl", verbs: "blocking" },
  { id: "sync-request", module: "syncRequest", verbs: "blocking" },
  { id: "curl --parallel", module: "curl", verbs: "images" },
  { id: "aiohttp", module: "aiohttp", runtime: "python", verbs: "get list post upload" },
  { id: "aiohttp + aiofiles", module: "aiohttp", runtime: "python", verbs: "images" },
  { id: "httpx.AsyncClient", module: "httpx", runtime: "python", verbs: "get" },
  { id: "httpx.Client", module: "httpx", runtime: "python", verbs: "blocking" },
  { id: "requests", module: "requests", runtime: "python", verbs: "blocking" },
  { id: "requests in threads", module: "requests", runtime: "python", verbs: "images" },
];

/** The candidate of that name. */
export function candidateOf(id) {
  const found = all.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`There is no candidate "${id}".`);
  return found;
}

/** The names of the candidates that can do something. */
export function candidatesFor(verb) {
  return all.filter(({ verbs }) => verbs.split(" ").includes(verb)).map(({ id }) => id);
}

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AsyncKeystoneClient, KeystoneClient, type KeystoneOptions } from "@latchkey/keystone";
import { promised } from "@latchkey/session/testing";
import { SESSION_KEY } from "./keystoneFixture.ts";
import type { Operation, OperationName, Place, Ready } from "./operation.ts";

function open({ mode, site, origin, options }: Place): AsyncKeystoneClient {
  const url = origin;
  const kept = { store: site.fixture.sessionAt(`${url}/`), storeKey: SESSION_KEY };
  const all: KeystoneOptions = { url, ...kept, ...options };
  return mode === "async" ? new AsyncKeystoneClient(all) : promised<AsyncKeystoneClient>(new KeystoneClient(all));
}

/** An operation on a client that is signed in and has a connection. */
function operation(
  name: OperationName,
  target: Operation["target"],
  run: (client: AsyncKeystoneClient, place: Place) => Promise<unknown>,
  checkFiles: (place: Place, result: unknown) => void = () => {},
): Operation {
  return {
    name,
    server: "keystone",
    target,
    async prepare(place): Promise<Ready> {
      const client = open(place);
      const isThere = place.origin === place.door.origin;
      if (isThere && !(await client.isAuthenticated())) throw new Error("The kept session does not work.");
      if (name === "download") writeFileSync(join(place.directory, FILE), OLD);
      let result: unknown;
      return {
        async run() {
          result = await run(client, place);
          return result;
        },
        async intact() {
          if (!(await client.isAuthenticated())) throw new Error("The session was lost.");
          checkFiles(place, result);
        },
        close: () => client.close(),
      };
    },
  };
}

const FILE = "teams.json";
const OLD = "what was there before";

/** The file is as it was, or as long as was said, and nothing lies beside it. */
function fileIntact({ directory }: Place, result: unknown): void {
  const files = readdirSync(directory);
  if (files.join() !== FILE) throw new Error(`The download left ${files.join(", ")}.`);
  const text = readFileSync(join(directory, FILE), "latin1");
  const saved = typeof result === "object" && result !== null && "bytes" in result ? result.bytes : undefined;
  if (saved === undefined ? text !== OLD : text.length !== saved) throw new Error("The file is damaged.");
}

const PDF = "%PDF-1.4 é";

export const keystoneOperations: readonly Operation[] = [
  operation("login", { method: "POST", path: "/authentication/login/" }, (client, { site, timing }) =>
    client.login(site.fixture.credentials, timing),
  ),
  operation("get", { method: "GET", path: "/users/teams/" }, async (client, { timing }) =>
    (await client.httpGet("users/teams", timing)).raiseForStatus().json(),
  ),
  operation("post", { method: "POST", path: "/research/grants/" }, async (client, { site, directory, timing }) => {
    const { team } = site.fixture;
    const json = { title: directory.slice(-200), agency: "NSF", amount: "1.00", start_date: "2026-01-01", team };
    return (await client.httpPost("research/grants", { json, ...timing })).raiseForStatus().json();
  }),
  operation("upload", { method: "POST", path: "/allocations/attachments/" }, async (client, { site, timing }) => {
    const type = "application/pdf";
    // Where the server does not read, there must be more than the system takes in on its own.
    const content = new Blob([PDF, new Uint8Array(timing.deadline === undefined ? 0 : 8_000_000)], { type });
    const form = { request: site.fixture.request, name: "Report" };
    const files = { file: { content, filename: "report.pdf" } };
    return (await client.httpPost("allocations/attachments", { form, files, ...timing })).raiseForStatus().json();
  }),
  operation("batch", { method: "GET", path: "/users/teams/1/" }, async (client, { site, timing, strikesAll }) => {
    const one = { endpoint: `users/teams/${site.fixture.team}`, ...timing };
    const other = strikesAll ? { endpoint: "version", ...timing } : "version";
    const items = await client.all([other, other, one, other, other]);
    const lost = items.filter(({ response }, index) => index !== 2 && response?.status !== 200);
    if (lost.length > 0 && !strikesAll)
      throw new Error("Other items of the batch failed too.", { cause: lost[0]?.error });
    const item = items[2];
    if (item?.error !== undefined) throw item.error;
    return item?.response?.raiseForStatus().json();
  }),
  operation(
    "download",
    { method: "GET", path: "/users/teams/" },
    (client, { directory, timing }) => client.download("users/teams", join(directory, FILE), timing),
    fileIntact,
  ),
];

// A program: both twins at work through random faults for a time, or for a number of calls. Ends by telling its parent
// what happened and what grew. Run it with --expose-gc.
import { AsyncKeystoneClient, KeystoneClient, type KeystoneOptions } from "@latchkey/keystone";
import {
  AsyncSession,
  clientCredentials,
  LatchkeyError,
  memoryStore,
  Session,
  type SessionOptions,
} from "@latchkey/session";
import { promised } from "@latchkey/session/testing";
import { faultTable } from "../matrix/faultTable.ts";
import { SESSION_KEY } from "../matrix/keystoneFixture.ts";
import { openSite, type Site } from "../matrix/site.ts";
import type { Fault } from "../wire/fault.ts";
import type { Door } from "../wire/faultProxy.ts";
import { growthOf, measure } from "./growth.ts";
import { randomFrom } from "./random.ts";
import type { SoakReport } from "./soakReport.ts";

const [, , seed = "1", seconds = "0", calls = "300"] = process.argv;
const random = randomFrom(Number(seed));
const pick = <T>(list: readonly T[]): T => {
  const picked = list[Math.floor(random() * list.length)];
  if (picked === undefined) throw new Error("There is nothing to choose from.");
  return picked;
};

const faults = faultTable
  .filter(({ fault, slow, ends }) => typeof fault !== "string" && slow !== true && ends !== true)
  .map(({ fault }) => fault as Fault);
const warnings: string[] = [];
process.on("warning", ({ name, message }) => warnings.push(`${name}: ${message}`));

const errors = new Map<string, number>();
let requests = 0;

/** Counts how a call ended; what is no error of ours is not classified. */
async function count(call: Promise<unknown>): Promise<void> {
  requests += 1;
  try {
    await call;
  } catch (error) {
    const name = error instanceof LatchkeyError ? `${error.name} ${error.code}` : `unclassified: ${String(error)}`;
    errors.set(name, (errors.get(name) ?? 0) + 1);
  }
}

interface Workers {
  readonly keystone: readonly AsyncKeystoneClient[];
  readonly core: readonly AsyncSession[];
}

function openWorkers(site: Site, keystoneDoor: Door, heliosDoor: Door): Workers {
  const shared = { retry: { firstDelay: 1, maxDelay: 5 }, timeout: 10_000, limits: { maxBytes: 1_048_576 } };
  const kept = (): KeystoneOptions => ({
    url: keystoneDoor.origin,
    store: site.fixture.sessionAt(`${keystoneDoor.origin}/`),
    storeKey: SESSION_KEY,
    ...shared,
  });
  const granted = (): SessionOptions => {
    const url = `${heliosDoor.origin}/v1`;
    const auth = clientCredentials({
      tokenUrl: `${url}/oauth/token`,
      ...site.helios.credentials,
      store: memoryStore(),
    });
    return { url, auth, ...shared };
  };
  return {
    keystone: [new AsyncKeystoneClient(kept()), promised<AsyncKeystoneClient>(new KeystoneClient(kept()))],
    core: [new AsyncSession(granted()), promised<AsyncSession>(new Session(granted()))],
  };
}

async function round(site: Site, workers: Workers, doors: readonly Door[]): Promise<void> {
  // One request in twenty meets a fault, as on a bad day.
  for (const door of doors)
    await door.spoil({ fault: pick(faults), path: "", after: Math.floor(random() * 20), times: 1 });
  const json = { title: "Soak", agency: "NSF", amount: "1.00", start_date: "2026-01-01", team: site.fixture.team };
  for (const client of workers.keystone) {
    await Promise.all([
      count(client.httpGet("users/teams").then((response) => response.raiseForStatus().json())),
      count(client.httpPost("research/grants", { json }).then((response) => response.raiseForStatus())),
      count(client.whoami()),
      count(client.all(Array.from({ length: 5 }, () => "version"))),
    ]);
  }
  for (const session of workers.core) {
    await count(session.httpGet("session").then((response) => response.raiseForStatus().json()));
    await count(session.httpGet("cameras", { params: { limit: 1 } }));
  }
}

const site = await openSite();
const doors = [
  await site.proxy.door(site.keystone.url),
  await site.proxy.door(new URL(site.helios.url).origin),
] as const;
const workers = openWorkers(site, ...doors);
const until = performance.now() + Number(seconds) * 1_000;
const enough = Number(calls);

// What is loaded, compiled and pooled once belongs to no call.
for (let warm = 0; warm < 10; warm += 1) await round(site, workers, doors);
const before = await measure();
requests = 0;
do await round(site, workers, doors);
while (requests < enough || performance.now() < until);
const after = await measure();

for (const open of [...workers.keystone, ...workers.core]) await open.close();
await site.close();
const report: SoakReport = {
  seed,
  requests,
  errors: Object.fromEntries(errors),
  growth: growthOf(before, after),
  warnings,
};
process.send?.(report);
process.disconnect?.();

import { expect } from "../harness/expect.mjs";
import { inARow, lanes } from "../harness/lanes.mjs";
import { throughput } from "./columns.mjs";

export default {
  title: "Blocking GET of 346 bytes of JSON, parsed, one after the other",
  base: "httpx.Client",
  columns: throughput,
  rows: [
    { candidate: "Session", rounds: "many" },
    { candidate: "KeystoneClient", rounds: "many" },
    { label: "KeystoneClient, two cores", candidate: "KeystoneClient", cores: "two", rounds: "many" },
    { label: "AsyncSession, awaited", candidate: "AsyncSession", rounds: "many" },
    { label: "AsyncKeystoneClient, awaited", candidate: "AsyncKeystoneClient", rounds: "many" },
    { candidate: "httpx.Client", rounds: "many" },
    { candidate: "requests", rounds: "few" },
    { candidate: "curl by execFileSync", rounds: "few" },
    { candidate: "sync-request", rounds: "few" },
  ],
};

/** The promised ones are the ceiling: the same calls, by the twin that need not cross threads. */
export function measure(client, spec) {
  if (client.blocking === undefined) {
    return lanes(async () => expect.version(await client.get()), { ...spec, concurrency: 1 });
  }
  return inARow(() => expect.version(client.blocking()), spec);
}

import { AsyncKeystoneClient, KeystoneClient } from "@latchkey/keystone";
import { keystoneServer } from "./keystoneServer.ts";
import { keystoneTour } from "./keystoneTour.ts";
import { Report } from "./report.ts";

const report = new Report(process.stdout);
const started = performance.now();

report.title("Latchkey: authenticated API sessions, by promises and blocking");
await using server = await keystoneServer();
report.note(`Keystone at ${server.description}`);
{
  await using client = new AsyncKeystoneClient({ url: server.url });
  report.part("AsyncKeystoneClient", `cid ${client.cid}`);
  await keystoneTour(client, server, report);
}
{
  using client = new KeystoneClient({ url: server.url });
  report.part("KeystoneClient, blocking", `cid ${client.cid}`);
  await keystoneTour(client, server, report);
}
report.part("Done", `in ${Math.round(performance.now() - started)} ms; nothing was written to disk`);

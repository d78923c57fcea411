import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AsyncHeliosSession, HeliosSession } from "@latchkey/helios";
import { AsyncKeystoneClient, KeystoneClient } from "@latchkey/keystone";
import { heliosServer } from "./heliosServer.ts";
import { heliosTour } from "./heliosTour.ts";
import { keystoneServer } from "./keystoneServer.ts";
import { keystoneTour } from "./keystoneTour.ts";
import { Report } from "./report.ts";

const report = new Report(process.stdout);
const started = performance.now();
report.title("Latchkey: authenticated API sessions, by promises and blocking");

const scratch = mkdtempSync(join(tmpdir(), "latchkey-tour-"));
try {
  await using keystone = await keystoneServer();
  await using helios = await heliosServer();
  report.note(`Keystone at ${keystone.description}`);
  report.note(`Helios at ${helios.description}`);
  {
    await using client = new AsyncKeystoneClient({ url: keystone.url });
    report.part("AsyncKeystoneClient", `cid ${client.cid}`);
    await keystoneTour(client, keystone, report);
  }
  {
    using client = new KeystoneClient({ url: keystone.url });
    report.part("KeystoneClient, blocking", `cid ${client.cid}`);
    await keystoneTour(client, keystone, report);
  }
  const options = { ...helios.credentials, baseDir: join(scratch, "helios") };
  {
    await using session = new AsyncHeliosSession(options);
    report.part("AsyncHeliosSession", `client ${session.clientId}`);
    await heliosTour(session, scratch, report);
  }
  {
    using session = new HeliosSession(options);
    report.part("HeliosSession, blocking", `client ${session.clientId}`);
    await heliosTour(session, scratch, report);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
report.part("Done", `in ${((performance.now() - started) / 1_000).toFixed(1)} s; what was written to disk is gone`);

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { AsyncHeliosSession, HeliosSession } from "@latchkey/helios";
import { contactSheet } from "@latchkey/helios/pictures";
import { AsyncKeystoneClient, KeystoneClient } from "@latchkey/keystone";
import { heliosServer } from "./heliosServer.ts";
import { heliosTour } from "./heliosTour.ts";
import { keystoneServer } from "./keystoneServer.ts";
import { keystoneTour } from "./keystoneTour.ts";
import { Report } from "./report.ts";

const report = new Report(process.stdout);
const started = performance.now();
report.title("Latchkey: authenticated API sessions, by promises and blocking");

/** What stays: one picture to look at. */
const kept = join(dirname(fileURLToPath(import.meta.url)), "..", "..", ".cache", "tour");
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
    const files = await heliosTour(session, scratch, report);
    mkdirSync(kept, { recursive: true });
    const sheet = await contactSheet(files, { out: join(kept, "contact-sheet.jpg") });
    report.done("contact sheet", `${sheet.width} × ${sheet.height}: ${relative(process.cwd(), sheet.file)}`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
report.part(
  "Done",
  `in ${((performance.now() - started) / 1_000).toFixed(1)} s; the contact sheet is all that stays on disk`,
);

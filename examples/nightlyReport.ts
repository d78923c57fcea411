/**
 * A cron job on a login node. The session is kept in a private file: the password leaves the machine when the session has
 * ended, not every night. Ends with a status that a scheduler understands.
 */
import { homedir } from "node:os";
import { join } from "node:path";
import { AuthenticationError, KeystoneClient, LatchkeyError } from "@latchkey/keystone";
import { fileStore } from "@latchkey/session";

const {
  KEYSTONE_URL: url = "http://localhost:8000",
  KEYSTONE_USERNAME: username = "admin",
  KEYSTONE_PASSWORD: password = "quickstart",
} = process.env;

try {
  using client = new KeystoneClient({
    url,
    timeout: 30_000,
    store: fileStore(join(homedir(), ".local", "state", "nightly-report")),
    reauthenticate: () => ({ username, password }),
  });
  const teams = client.paginate("users/teams", { params: { is_active: true, _order: "name" } });
  for (const team of teams) console.log(`${team.id}\t${team.name}`);
} catch (error) {
  if (!(error instanceof LatchkeyError)) throw error;
  console.error(`${error.message} ${error.hint ?? ""} (cid ${error.cid ?? "none"})`);
  process.exitCode = error instanceof AuthenticationError ? 4 : 1;
}

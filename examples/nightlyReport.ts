/**
 * A cron job on a login node: signs in from the environment, lists every active team, and ends with a status that a
 * scheduler understands. Blocking, because a script has nothing else to do while it waits.
 */
import { AuthenticationError, KeystoneClient, LatchkeyError } from "@latchkey/keystone";

const {
  KEYSTONE_URL = "http://localhost:8000",
  KEYSTONE_USERNAME = "admin",
  KEYSTONE_PASSWORD = "quickstart",
} = process.env;

try {
  using client = new KeystoneClient({ url: KEYSTONE_URL, timeout: 30_000 });
  client.login({ username: KEYSTONE_USERNAME, password: KEYSTONE_PASSWORD });
  const teams = client
    .httpGet("users/teams", { params: { is_active: true, _order: "name" } })
    .raiseForStatus()
    .json();
  for (const team of teams.results) console.log(`${team.id}\t${team.name}`);
  client.logout();
} catch (error) {
  if (!(error instanceof LatchkeyError)) throw error;
  console.error(`${error.message} ${error.hint ?? ""} (cid ${error.cid ?? "none"})`);
  process.exitCode = error instanceof AuthenticationError ? 4 : 1;
}

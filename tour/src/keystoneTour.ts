import { type KeystoneBase, LatchkeyError } from "@latchkey/keystone";
import type { Mode } from "@latchkey/session";
import type { KeystoneServer } from "./keystoneServer.ts";
import type { Report } from "./report.ts";

/**
 * What a session is for, from login to logout. Written once for both twins: `await` waits for the promises of the
 * async one, and passes on what the blocking one returned.
 */
export async function keystoneTour(client: KeystoneBase<Mode>, server: KeystoneServer, report: Report): Promise<void> {
  const { username, password } = server;

  report.done("wrong password", await failure(() => client.login({ username, password: "not-it" })));

  const user = await client.login({ username, password });
  report.done("login", `${user.username}, user ${user.id}`);

  const me = await client.whoami();
  report.done("whoami", `${me?.username}${me?.is_staff === true ? ", staff" : ""}`);

  const version = (await client.httpGet("version")).raiseForStatus().text();
  report.done("version", version);

  const teams = (await client.httpGet("users/teams", { params: { _limit: 3, _order: "name" } }))
    .raiseForStatus()
    .json();
  const names = teams.results.map((team) => team.name).join(", ");
  report.done("list teams", `${teams.count} in all: ${names === "" ? "none yet" : names}`);

  const name = `Tour ${client.mode} ${client.cid.slice(0, 8)}`;
  const created = (await client.httpPost("users/teams", { json: { name } })).raiseForStatus().json();
  report.done("create a team", `${created.id}: ${created.name}`);

  const patch = { json: { is_active: false } };
  const patched = (await client.httpPatch(`users/teams/${created.id}`, patch)).raiseForStatus().json();
  report.done("patch it", `is_active: ${patched.is_active}`);

  const refused = await client.httpPost("allocations/attachments", {
    form: { request: 1 },
    files: { file: { content: "MZ", filename: "setup.exe" } },
  });
  report.done("upload an .exe", `${refused.status} ${JSON.stringify(refused.problem)}`);

  const gone = await client.httpDelete(`users/teams/${created.id}`);
  const missing = await client.httpGet(`users/teams/${created.id}`);
  report.done("delete it", `${gone.status}, then ${missing.status}`);

  const many = await client.all(Array.from({ length: 20 }, () => "authentication/whoami"));
  report.done("20 calls at once", `${many.filter((item) => item.response?.ok === true).length} answered`);

  await client.logout();
  report.done("logout", `signed in: ${await client.isAuthenticated()}`);
}

/** The error that a call ends with, as a user would read it. */
async function failure(call: () => unknown): Promise<string> {
  try {
    await call();
  } catch (error) {
    if (error instanceof LatchkeyError) return `${error.name}: ${error.message}`;
    throw error;
  }
  throw new Error("It was expected to fail.");
}

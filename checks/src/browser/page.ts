/// <reference lib="dom" />
// What runs in the browser: a page that signs in to the API named in its address, and shows each step it takes.
import { AsyncKeystoneClient, KeystoneClient } from "@latchkey/keystone";
import { described, runPage, show } from "./show.ts";

const url = new URLSearchParams(location.search).get("api") ?? "";

/** Constructs a blocking client, which cannot be. */
function refusal(): string {
  try {
    return new KeystoneClient({ url }).cid;
  } catch (error) {
    return described(error);
  }
}

async function work(): Promise<void> {
  show(`blocking: ${refusal()}`);
  await using client = new AsyncKeystoneClient({ url, timeout: 20_000, retry: false });
  show(`signed in as ${(await client.login({ username: "admin", password: "quickstart" })).username}`);
  const { count } = (await client.httpGet("users/teams")).raiseForStatus().json();
  show(`found ${count} teams`);
  const { id } = (await client.httpPost("users/teams", { json: { name: "From a page" } })).raiseForStatus().json();
  const changed = (await client.httpPatch(`users/teams/${id}`, { json: { is_active: false } })).raiseForStatus().json();
  show(`made a team and changed it: active is ${changed.is_active}`);
  // Signing in while signed in asks for the CSRF token too.
  await client.login({ username: "admin", password: "quickstart" });
  show("signed in again");
  await client.logout();
  show(`signed out: ${JSON.stringify(await client.whoami())}`);
}

await runPage(work);

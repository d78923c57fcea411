/// <reference lib="dom" />
// What runs in the browser: a page that signs in to the API named in its address, and shows each step it takes.
import { AsyncKeystoneClient, KeystoneClient, LatchkeyError } from "@latchkey/keystone";

const steps = document.createElement("ol");
const title = document.createElement("h1");
const url = new URLSearchParams(location.search).get("api") ?? "";

function show(text: string, tag = "li"): void {
  const line = document.createElement(tag);
  line.textContent = text;
  (tag === "li" ? steps : document.body).append(line);
}

/** Constructs a blocking client, which cannot be. */
function refusal(): string {
  try {
    return new KeystoneClient({ url }).cid;
  } catch (error) {
    return error instanceof LatchkeyError ? `${error.name} (${error.code}): ${error.message}` : String(error);
  }
}

async function work(): Promise<void> {
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

title.textContent = `Latchkey in a page of ${location.origin}`;
document.body.append(title, steps);
show(`blocking: ${refusal()}`);
work().then(
  () => {
    document.body.dataset["state"] = "done";
  },
  (error: unknown) => {
    if (error instanceof LatchkeyError) {
      show(`${error.name} (${error.code})`, "h2");
      show(error.message, "p");
      show(error.hint ?? "", "p");
    } else show(String(error), "pre");
    document.body.dataset["state"] = "failed";
  },
);

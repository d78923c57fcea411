// A program that, when it is told to, signs in again and again, each time with another session, and has a store keep each
// of them, until it is killed. Its server is a script, so that writing is most of what it does.
import { fileStore } from "@latchkey/session";
import { scriptedTransport } from "@latchkey/session/testing";
import { AsyncKeystoneClient } from "../asyncKeystoneClient.ts";
import { KeystoneClient } from "../keystoneClient.ts";

const [twin, url = "", directory = "", storeKey = ""] = process.argv.slice(2);

/** Cookies of the nth session: both say which one they are of. */
function login(_request: unknown, index: number): { json: object; headers: Record<string, string[]> } {
  const value = `${process.pid}n${index}n${"x".repeat(1_500)}`;
  const cookies = ["sessionid", "csrftoken"].map((name) => `${name}=${value}; Path=/`);
  return { json: { username: "ada" }, headers: { "set-cookie": cookies } };
}

const options = { url, store: fileStore(directory), storeKey, transport: scriptedTransport(login) };
const credentials = { username: "ada", password: "never sent" };
const client = twin === "async" ? new AsyncKeystoneClient(options) : new KeystoneClient(options);

async function write(): Promise<void> {
  await client.login(credentials);
  process.send?.("writing");
  for (;;) await client.login(credentials);
}

process.once("message", () => void write());
process.send?.("ready");

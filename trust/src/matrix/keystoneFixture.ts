import { randomBytes } from "node:crypto";
import { AsyncKeystoneClient, endpoint, type KeystoneCredentials } from "@latchkey/keystone";
import type { KeystoneBox } from "@latchkey/sandbox";
import { memoryStore, type Store } from "@latchkey/session";

/** What the Keystone operations work with: a team, a request, and a session that is signed in. */
export interface KeystoneFixture {
  readonly team: number;
  readonly request: number;
  /** The administrator's, with a password that is like no other text. */
  readonly credentials: KeystoneCredentials;
  /** A store with a session for this address: signing in anew each time costs a password hash. */
  sessionAt(url: string): Store;
}

const KEY = "session";

export async function keystoneFixture(box: KeystoneBox): Promise<KeystoneFixture> {
  const store = memoryStore();
  const client = new AsyncKeystoneClient({ url: box.url, store, storeKey: KEY });
  const admin = await client.login(box.credentials);
  const credentials = { username: box.credentials.username, password: randomBytes(18).toString("base64url") };
  (
    await client.httpPatch(endpoint`users/users/${admin.id}`, { json: { password: credentials.password } })
  ).raiseForStatus();
  await client.login(credentials);
  const team = (await client.httpPost("users/teams", { json: { name: "Matrix" } })).raiseForStatus().json();
  const json = { title: "t", description: "d", submitter: 1, team: team.id };
  const request = (await client.httpPost("allocations/requests", { json })).raiseForStatus().json();
  await client.close();
  const record = await store.get(KEY);
  if (typeof record !== "object" || record === null || !("cookies" in record) || !Array.isArray(record.cookies)) {
    throw new Error("The session was not kept.");
  }
  return {
    team: team.id,
    request: request.id,
    credentials,
    sessionAt(url) {
      const copy = memoryStore();
      const kept = { ...record, url };
      copy.set(SESSION_KEY, kept);
      return copy;
    },
  };
}

/** Key of the record in the store that `sessionAt` makes. */
export const SESSION_KEY: string = KEY;

import { AsyncKeystoneClient, type KeystoneCredentials, type KeystoneOptions } from "@latchkey/keystone";
import { AuthenticationError, type Store } from "@latchkey/session";
import type { Job } from "../job/job.ts";
import { connectionOptions } from "../profile/connectionOptions.ts";
import { openStore, type StoreOwner } from "../secrets/openStore.ts";
import { type KeystoneTarget, keystoneTarget } from "./keystoneTarget.ts";

/** Under which key a service's API token is kept. */
export const TOKEN_KEY = "token";

/** Under which key a session's cookies and CSRF token are kept, as one record. */
export const SESSION_KEY = "session";

/** A client that is signed in as far as this user is, and what it was opened for. */
export interface OpenKeystone extends AsyncDisposable {
  readonly client: AsyncKeystoneClient;
  readonly target: KeystoneTarget;
}

/**
 * Opens the client that a command works with: with the API token in `KEYSTONE_TOKEN`, else with the profile's token or
 * session. A password in the environment signs in again when the session has ended, once for all processes that share
 * it; without a session it signs in for this command alone. Does no request.
 */
export async function openKeystone(job: Job<{ url?: string }>): Promise<OpenKeystone> {
  const target = keystoneTarget(job);
  const client = new AsyncKeystoneClient({
    url: target.url.value,
    ...connectionOptions(job),
    ...(await credentials(job, target)),
  });
  return { client, target, [Symbol.asyncDispose]: () => client[Symbol.asyncDispose]() };
}

async function credentials({ env }: Job, target: KeystoneTarget): Promise<Partial<KeystoneOptions>> {
  const fromEnv = env["KEYSTONE_TOKEN"];
  if (fromEnv !== undefined && fromEnv !== "") return { token: fromEnv };
  const { record } = target;
  const given = environmentCredentials(env);
  if (record === undefined) return given === undefined ? {} : { reauthenticate: () => given };
  const store = await openStore(record.store, ownerOf(target));
  if (record.token === true) return { token: await keptToken(store) };
  const isSame = given !== undefined && given.username === record.who;
  return { store, storeKey: SESSION_KEY, ...(isSame && { reauthenticate: () => given }) };
}

/** `KEYSTONE_USERNAME` and `KEYSTONE_PASSWORD`, where both are set. */
export function environmentCredentials(env: NodeJS.ProcessEnv): KeystoneCredentials | undefined {
  const { KEYSTONE_USERNAME: username = "", KEYSTONE_PASSWORD: password = "" } = env;
  return username === "" || password === "" ? undefined : { username, password };
}

/** Whose store the session of a target is in. */
function ownerOf({ profile }: KeystoneTarget): StoreOwner {
  return { directory: profile.profiles.directory, profile: profile.name.value, service: "keystone" };
}

async function keptToken(store: Store): Promise<string> {
  const token = await store.get(TOKEN_KEY);
  if (typeof token === "string" && token !== "") return token;
  throw new AuthenticationError("missing", "The profile's API token is not in its store any more.", {
    hint: "Sign in again: … | latchkey login keystone --token-stdin.",
  });
}

import { AsyncKeystoneClient } from "@latchkey/keystone";
import { AuthenticationError } from "@latchkey/session";
import type { Job, Runner } from "../job/job.ts";
import { sameServer } from "../keystone/keystoneTarget.ts";
import { environmentCredentials, SESSION_KEY, TOKEN_KEY } from "../keystone/openKeystone.ts";
import { type ActiveProfile, activeProfile } from "../profile/activeProfile.ts";
import { connectionOptions } from "../profile/connectionOptions.ts";
import type { ProfileRecord } from "../profile/profileRecord.ts";
import { settle } from "../profile/setting.ts";
import { chooseStore } from "../secrets/chooseStore.ts";
import { describeStore, openStore, type StoreOwner } from "../secrets/openStore.ts";
import { askSecret, askText } from "../terminal/ask.ts";
import { readSecret } from "../terminal/readInput.ts";
import { forgetSecrets } from "./forgetSecrets.ts";
import { tellSignedIn } from "./tellSignedIn.ts";

/** Options of `login keystone`. */
export interface LoginKeystoneOptions {
  readonly url?: string;
  readonly username?: string;
  readonly passwordStdin?: boolean;
  readonly tokenStdin?: boolean;
  readonly store?: string;
}

/** Signs in to a Keystone server and keeps the session. */
export const runLoginKeystone: Runner<LoginKeystoneOptions> = async (job) => {
  const profile = activeProfile(job);
  const before = profile.record("keystone");
  const url = await serverUrl(job, before);
  const credentials =
    job.options.tokenStdin === true ? { token: await readSecret("The token") } : await ask(job, before);
  const kind = await chooseStore(job);
  const owner: StoreOwner = {
    directory: profile.profiles.directory,
    profile: profile.name.value,
    service: "keystone",
  };
  const store = await openStore(kind, owner);
  const connection = { url, ...connectionOptions(job) };
  let who: string;
  if ("token" in credentials) {
    await using client = new AsyncKeystoneClient({ ...connection, token: credentials.token });
    const user = (await client.httpGet("authentication/whoami", { signal: job.signal })).raiseForStatus().json();
    who = user.username;
    await forgetOld(before, owner, url);
    await store.set(TOKEN_KEY, credentials.token);
  } else {
    await using client = new AsyncKeystoneClient({ ...connection, store, storeKey: SESSION_KEY });
    await forgetOld(before, owner, url);
    who = (await client.login(credentials, { signal: job.signal })).username;
    // To the client a copy that cannot be kept is a warning; here the copy is all that was wanted.
    if ((await store.get(SESSION_KEY)) === undefined) throw notKept(describeStore(kind, owner));
  }
  const record: ProfileRecord = {
    url,
    who,
    store: kind,
    signedInAt: new Date().toISOString(),
    ...("token" in credentials && { token: true }),
  };
  keep(profile, record);
  await tellSignedIn(job, { service: "keystone", record, owner });
};

function notKept(where: string): AuthenticationError {
  return new AuthenticationError("store", `Signing in worked, but the session could not be kept in ${where}.`, {
    hint: "See that there is room and that you may write there (latchkey doctor), or set LATCHKEY_CONFIG_DIR.",
  });
}

function keep(profile: ActiveProfile, record: ProfileRecord): void {
  // A session in memory is over with this command: a profile that told of it would be wrong.
  if (record.store === "memory") profile.profiles.remove(profile.name.value, "keystone");
  else profile.profiles.write(profile.name.value, "keystone", record);
}

/** What another server, or another store, kept for this profile is of no use any more. */
async function forgetOld(before: ProfileRecord | undefined, owner: StoreOwner, url: string): Promise<void> {
  if (before !== undefined && !sameServer(before.url, url)) await forgetSecrets(before, owner);
}

async function serverUrl(
  { options, env, terminal }: Job<LoginKeystoneOptions>,
  before?: ProfileRecord,
): Promise<string> {
  const known = settle({ flag: options.url, environment: env["KEYSTONE_URL"], profile: before?.url });
  if (known !== undefined) return known.value;
  return await askText(terminal, {
    what: "Address of the Keystone server",
    hint: "Pass --url URL, or set KEYSTONE_URL.",
    initial: "http://localhost:8000",
  });
}

async function ask(
  { options, env, terminal }: Job<LoginKeystoneOptions>,
  before: ProfileRecord | undefined,
): Promise<{ username: string; password: string }> {
  const fromEnv = environmentCredentials(env);
  const username =
    options.username ??
    (env["KEYSTONE_USERNAME"] || undefined) ??
    (await askText(terminal, {
      what: "User name",
      hint: "Pass --username NAME, or set KEYSTONE_USERNAME.",
      initial: before?.who,
    }));
  if (options.passwordStdin === true) return { username, password: await readSecret("The password") };
  if (fromEnv !== undefined && fromEnv.username === username) return fromEnv;
  const what = `Password of ${username}`;
  const hint =
    "Pipe it in: … | latchkey login keystone --password-stdin; or set KEYSTONE_USERNAME and KEYSTONE_PASSWORD.";
  return { username, password: await askSecret(terminal, { what, hint }) };
}

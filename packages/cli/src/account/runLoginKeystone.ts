import { AsyncKeystoneClient, type KeystoneCredentials, type KeystoneOptions } from "@latchkey/keystone";
import { memoryStore } from "@latchkey/session";
import type { Job, Runner } from "../job/job.ts";
import { environmentCredentials, SESSION_KEY, TOKEN_KEY } from "../keystone/openKeystone.ts";
import { activeProfile } from "../profile/activeProfile.ts";
import { connectionOptions } from "../profile/connectionOptions.ts";
import type { ProfileRecord } from "../profile/profileRecord.ts";
import { settle } from "../profile/setting.ts";
import { chooseStore } from "../secrets/chooseStore.ts";
import type { StoreOwner } from "../secrets/openStore.ts";
import { askSecret, askText } from "../terminal/ask.ts";
import { readSecret } from "../terminal/readInput.ts";
import { keepSignIn } from "./keepSignIn.ts";

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
  const connection = { url, ...connectionOptions(job) };
  const isToken = "token" in credentials;
  // Tried before anything is kept: a sign-in that fails must not replace one that works.
  const { who, secrets } = isToken
    ? await tryToken(job, { ...connection, token: credentials.token })
    : await tryPassword(job, connection, credentials);
  const record: ProfileRecord = {
    url,
    who,
    store: kind,
    signedInAt: new Date().toISOString(),
    ...(isToken && { token: true }),
  };
  await keepSignIn(job, { profiles: profile.profiles, owner, before, record, secrets });
};

/** A sign-in that the server accepted. */
interface Accepted {
  readonly who: string;
  /** What is to be kept of it, by its keys. */
  readonly secrets: Readonly<Record<string, unknown>>;
}

async function tryToken({ signal }: Job, options: KeystoneOptions & { readonly token: string }): Promise<Accepted> {
  await using client = new AsyncKeystoneClient(options);
  const user = (await client.httpGet("authentication/whoami", { signal })).raiseForStatus().json();
  return { who: user.username, secrets: { [TOKEN_KEY]: options.token } };
}

async function tryPassword(
  { signal }: Job,
  options: KeystoneOptions,
  credentials: KeystoneCredentials,
): Promise<Accepted> {
  const store = memoryStore();
  await using client = new AsyncKeystoneClient({ ...options, store, storeKey: SESSION_KEY });
  const { username } = await client.login(credentials, { signal });
  return { who: username, secrets: { [SESSION_KEY]: store.get(SESSION_KEY) } };
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
    check: (answer) => (/^https?:\/\/./i.test(answer) && URL.canParse(answer) ? undefined : "Begin it with https://"),
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

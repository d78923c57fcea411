import { AsyncHeliosSession } from "@latchkey/helios";
import { memoryStore } from "@latchkey/session";
import { CREDENTIALS_KEY, tokenKeyOf } from "../helios/heliosKeys.ts";
import { environmentUrl } from "../helios/openHelios.ts";
import type { Job, Runner } from "../job/job.ts";
import { activeProfile } from "../profile/activeProfile.ts";
import { connectionOptions } from "../profile/connectionOptions.ts";
import type { ProfileRecord } from "../profile/profileRecord.ts";
import { settle } from "../profile/setting.ts";
import { chooseStore } from "../secrets/chooseStore.ts";
import { askSecret, askText } from "../terminal/ask.ts";
import { readSecret } from "../terminal/readInput.ts";
import { keepSignIn } from "./keepSignIn.ts";

/** Options of `login helios`. */
export interface LoginHeliosOptions {
  readonly url?: string;
  readonly clientId?: string;
  readonly secretStdin?: boolean;
  readonly store?: string;
}

const DEFAULT_URL = "https://api.helios.earth/v1";

/** Gets a token from a Helios server and keeps it, with the client's id and secret. */
export const runLoginHelios: Runner<LoginHeliosOptions> = async (job) => {
  const profile = activeProfile(job);
  const before = profile.record("helios");
  const owner = { directory: profile.profiles.directory, profile: profile.name.value, service: "helios" } as const;
  const url =
    settle({ flag: job.options.url, environment: environmentUrl(job.env), profile: before?.url })?.value ?? DEFAULT_URL;
  const { clientId, clientSecret } = await ask(job, before);
  const kind = await chooseStore(job);
  const client = { apiUrl: url, clientId, clientSecret, ...connectionOptions(job) };

  // Tried before anything is kept: a wrong secret must not replace one that works.
  const tried = memoryStore();
  await using session = new AsyncHeliosSession({ ...client, store: tried });
  await session.startSession({ signal: job.signal });

  const record: ProfileRecord = {
    url: session.apiUrl,
    who: clientId,
    store: kind,
    signedInAt: new Date().toISOString(),
  };
  // The token that was got for the trial is as good as the next one.
  const token = await tried.get(tokenKeyOf(clientId));
  const secrets = {
    [CREDENTIALS_KEY]: { clientId, clientSecret },
    ...(token !== undefined && { [tokenKeyOf(clientId)]: token }),
  };
  await keepSignIn(job, { profiles: profile.profiles, owner, before, record, secrets });
};

async function ask(
  { options, env, terminal }: Job<LoginHeliosOptions>,
  before: ProfileRecord | undefined,
): Promise<{ clientId: string; clientSecret: string }> {
  const { helios_client_id: envId = "", helios_client_secret: envSecret = "" } = env;
  const clientId =
    options.clientId ??
    (envId || undefined) ??
    (await askText(terminal, {
      what: "Client id",
      hint: "Pass --client-id ID, or set helios_client_id.",
      initial: before?.who,
    }));
  if (options.secretStdin === true) return { clientId, clientSecret: await readSecret("The client secret") };
  if (envSecret !== "" && envId === clientId) return { clientId, clientSecret: envSecret };
  const hint =
    "Pipe it in: … | latchkey login helios --secret-stdin; or set helios_client_id and helios_client_secret.";
  return { clientId, clientSecret: await askSecret(terminal, { what: `Client secret of ${clientId}`, hint }) };
}

import { AuthenticationError, LatchkeyError } from "@latchkey/session";
import { openHelios } from "../helios/openHelios.ts";
import type { Job, Runner } from "../job/job.ts";
import { environmentCredentials, openKeystone } from "../keystone/openKeystone.ts";
import { type ActiveProfile, activeProfile } from "../profile/activeProfile.ts";
import { type ProfileRecord, SERVICES, type Service } from "../profile/profileRecord.ts";
import { profileEnvironment } from "./profileEnvironment.ts";

/** Options of `status`. */
export interface StatusOptions {
  readonly offline?: boolean;
  readonly active?: boolean;
}

/** One line of `status`: what is known of one sign-in. */
interface Status {
  readonly profile: string;
  readonly active: boolean;
  readonly service: Service;
  readonly who: string;
  readonly url: string;
  readonly store: string;
  /** What the server says; `not asked` with --offline. */
  readonly state: string;
  /** ISO 8601, where it is known. */
  readonly expires: string | null;
  /** Whether it goes on by itself after that. */
  readonly renewable: boolean;
  readonly signedInAt: string;
}

/** Who is signed in where, from which store, for how long. Whatever it finds, it has succeeded. */
export const runStatus: Runner<StatusOptions> = async (job) => {
  const chosen = activeProfile(job);
  const only = job.options.active === true || job.options.profile !== undefined;
  const names = only ? [chosen.name.value] : chosen.profiles.names();
  const found = names.flatMap((name) =>
    SERVICES.flatMap((service) => {
      const record = chosen.profiles.read(name, service);
      return record === undefined ? [] : [{ name, service, record }];
    }),
  );
  const rows = await Promise.all(
    found.map(({ name, service, record }) => statusOf(job, chosen, { name, service, record })),
  );
  await job.out.rows(rows, ["profile", "active", "service", "who", "url", "store", "state", "expires", "renewable"]);
  if (rows.length === 0) job.terminal.note("Nobody is signed in: latchkey login keystone, or latchkey login helios.");
};

interface Found {
  readonly name: string;
  readonly service: Service;
  readonly record: ProfileRecord;
}

async function statusOf(job: Job<StatusOptions>, chosen: ActiveProfile, found: Found): Promise<Status> {
  const { name, service, record } = found;
  const { state, expires } = job.options.offline === true ? OFFLINE : await ask(job, found);
  return {
    profile: name,
    active: name === chosen.name.value,
    service,
    who: record.who,
    url: record.url,
    store: record.store,
    state,
    expires,
    renewable: service === "helios" || environmentCredentials(job.env)?.username === record.who,
    signedInAt: record.signedInAt,
  };
}

const OFFLINE = { state: "not asked", expires: null } as const;

async function ask(
  job: Job<StatusOptions>,
  { name, service, record }: Found,
): Promise<{ state: string; expires: string | null }> {
  const options = { ...job.options, profile: name, url: record.url };
  const own = { ...job, env: profileEnvironment(job.env), options };
  try {
    if (service === "helios") {
      await using session = await openHelios(own);
      const good = await session.verifyToken({ signal: job.signal });
      return { state: good ? "signed in" : "no token yet", expires: session.token?.expiresAt?.toISOString() ?? null };
    }
    await using keystone = await openKeystone(own);
    if (!(await keystone.client.isAuthenticated({ signal: job.signal }))) return { state: "signed out", expires: null };
    const answer = await keystone.client.httpGet("config", { signal: job.signal });
    const age = answer.ok && record.token !== true ? answer.json().session_age : undefined;
    return { state: "signed in", expires: age === undefined ? null : endOf(record, age) };
  } catch (error) {
    if (!(error instanceof LatchkeyError)) throw error;
    return { state: error instanceof AuthenticationError ? error.reason : error.code, expires: null };
  }
}

/** A session's life is counted from its login; the server does not lengthen it. */
function endOf({ signedInAt }: ProfileRecord, ageInSeconds: number): string | null {
  const since = Date.parse(signedInAt);
  return Number.isNaN(since) ? null : new Date(since + ageInSeconds * 1_000).toISOString();
}

import { AsyncHeliosSession, type HeliosOptions } from "@latchkey/helios";
import { AuthenticationError, LatchkeyError } from "@latchkey/session";
import { heliosOptions } from "../helios/openHelios.ts";
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

type Answer = Pick<Status, "state" | "expires">;

async function ask(job: Job<StatusOptions>, { name, service, record }: Found): Promise<Answer> {
  const options = { ...job.options, profile: name, url: record.url };
  const own = { ...job, env: profileEnvironment(job.env), options };
  try {
    if (service === "helios") {
      return await askHelios(await heliosOptions(own), job.signal);
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

async function askHelios(options: HeliosOptions, signal: AbortSignal): Promise<Answer> {
  await using session = new AsyncHeliosSession(options);
  const good = await session.verifyToken({ signal });
  const { token } = session;
  if (token === undefined) return { state: "no token yet", expires: null };
  const expires = token.expiresAt?.toISOString() ?? null;
  if (good) return { state: "signed in", expires };
  // A token that has little time left does not pass either: the server may know it all the same.
  await using lenient = new AsyncHeliosSession({ ...options, tokenExpirationThreshold: 0 });
  const known = await lenient.verifyToken({ signal });
  return known ? { state: "about to end", expires } : { state: "refused", expires: null };
}

/** A session's life is counted from its login; the server does not lengthen it. What it says may be no time at all. */
function endOf({ signedInAt }: ProfileRecord, ageInSeconds: number): string | null {
  const end = new Date(Date.parse(signedInAt) + ageInSeconds * 1_000);
  return Number.isNaN(end.getTime()) ? null : end.toISOString();
}

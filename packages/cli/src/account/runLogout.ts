import { AuthenticationError, UsageError } from "@latchkey/session";
import { describeFailure } from "../job/describeFailure.ts";
import type { Job, Runner } from "../job/job.ts";
import { openKeystone } from "../keystone/openKeystone.ts";
import { type ActiveProfile, activeProfile } from "../profile/activeProfile.ts";
import { type ProfileRecord, SERVICES, type Service } from "../profile/profileRecord.ts";
import { printable } from "../terminal/printable.ts";
import { forgetSecrets } from "./forgetSecrets.ts";
import { profileEnvironment } from "./profileEnvironment.ts";

interface Left {
  readonly service: Service;
  readonly url: string;
  readonly who: string;
}

/** Signs out of one service, or of all that the profile knows; what was kept is removed even when the server cannot be told. */
export const runLogout: Runner = async (job) => {
  const profile = activeProfile(job);
  const wanted = job.args.length === 0 ? SERVICES : SERVICES.filter((service) => job.args.includes(service));
  if (wanted.length === 0) throw new UsageError("option", `There is no service ${JSON.stringify(job.args[0])}.`);
  const gone: Left[] = [];
  const failures: unknown[] = [];
  for (const service of wanted) {
    try {
      const record = await leave(job, profile, service);
      if (record !== undefined) gone.push({ service, url: record.url, who: record.who });
    } catch (error) {
      // What is kept of the others is to be removed all the same.
      failures.push(error);
    }
  }
  if (gone.length > 0 || failures.length === 0) await tell(job, profile, gone);
  const [first, ...others] = failures;
  for (const { message } of others.map(describeFailure)) job.terminal.warn(message);
  if (first !== undefined) throw first;
};

async function tell({ out, terminal }: Job, { name }: ActiveProfile, gone: readonly Left[]): Promise<void> {
  if (out.format !== "table") await out.rows(gone);
  else if (gone.length === 0) terminal.note(`Nobody was signed in; profile "${name.value}".`);
  else for (const { who, url } of gone) terminal.note(`Signed out ${printable(who)} from ${printable(url)}.`);
}

/** Returns what the profile knew of the service; `undefined` when that was nothing. */
async function leave(job: Job, profile: ActiveProfile, service: Service): Promise<ProfileRecord | undefined> {
  const { profiles, name } = profile;
  const record = profile.record(service);
  if (record === undefined && !profiles.has(name.value, service)) return undefined;
  try {
    if (record === undefined) throw unusable(service);
    if (service === "keystone" && record.token !== true) {
      const options = { ...job.options, url: record.url };
      await using keystone = await openKeystone({ ...job, options, env: profileEnvironment(job.env) });
      await keystone.client.logout({ signal: job.signal });
    }
  } finally {
    await forgetSecrets(record, { directory: profiles.directory, profile: name.value, service }, job.env);
    profiles.remove(name.value, service);
  }
  return record;
}

function unusable(service: Service): AuthenticationError {
  const message = `What the profile says of ${service} cannot be used: it is removed with all that was kept.`;
  return new AuthenticationError("store", message, {
    hint: "The server could not be told: a session that is open there ends by itself.",
  });
}

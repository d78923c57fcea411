import { UsageError } from "@latchkey/session";
import type { Job, Runner } from "../job/job.ts";
import { openKeystone } from "../keystone/openKeystone.ts";
import { type ActiveProfile, activeProfile } from "../profile/activeProfile.ts";
import { type ProfileRecord, SERVICES, type Service } from "../profile/profileRecord.ts";
import { printable } from "../terminal/printable.ts";
import { forgetSecrets } from "./forgetSecrets.ts";
import { profileEnvironment } from "./profileEnvironment.ts";

/** Signs out of one service, or of all that the profile knows; what was kept is removed even when the server cannot be told. */
export const runLogout: Runner = async (job) => {
  const profile = activeProfile(job);
  const wanted = job.args.length === 0 ? SERVICES : SERVICES.filter((service) => job.args.includes(service));
  if (wanted.length === 0) throw new UsageError("option", `There is no service ${JSON.stringify(job.args[0])}.`);
  const gone: { service: Service; url: string; who: string }[] = [];
  for (const service of wanted) {
    const record = profile.record(service);
    if (record === undefined) continue;
    await leave(job, profile, service, record);
    gone.push({ service, url: record.url, who: record.who });
  }
  if (job.out.format !== "table") await job.out.rows(gone);
  else if (gone.length === 0) job.terminal.note(`Nobody was signed in; profile "${profile.name.value}".`);
  for (const { who, url } of job.out.format === "table" ? gone : [])
    job.terminal.note(`Signed out ${printable(who)} from ${printable(url)}.`);
};

async function leave(job: Job, profile: ActiveProfile, service: Service, record: ProfileRecord): Promise<void> {
  const owner = { directory: profile.profiles.directory, profile: profile.name.value, service };
  try {
    if (service === "keystone" && record.token !== true) {
      const options = { ...job.options, url: record.url };
      await using keystone = await openKeystone({ ...job, options, env: profileEnvironment(job.env) });
      await keystone.client.logout({ signal: job.signal });
    }
  } finally {
    await forgetSecrets(record, owner);
    profile.profiles.remove(profile.name.value, service);
  }
}

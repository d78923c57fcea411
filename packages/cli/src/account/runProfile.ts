import { UsageError } from "@latchkey/session";
import type { Runner } from "../job/job.ts";
import { activeProfile } from "../profile/activeProfile.ts";
import { SERVICES } from "../profile/profileRecord.ts";
import { checkProfileName, Profiles } from "../profile/profiles.ts";
import { forgetSecrets } from "./forgetSecrets.ts";

/** `profile list`. */
export const runProfileList: Runner = async (job) => {
  const { profiles, name } = activeProfile(job);
  const names = [...new Set([...profiles.names(), name.value])].toSorted();
  const rows = names.map((profile) => ({
    profile,
    active: profile === name.value,
    keystone: profiles.read(profile, "keystone")?.url ?? null,
    helios: profiles.read(profile, "helios")?.url ?? null,
  }));
  await job.out.rows(rows);
};

/** `profile use NAME`. */
export const runProfileUse: Runner = async ({ args: [name = ""], env, terminal }) => {
  const profiles = new Profiles(env);
  checkProfileName(name);
  if (!profiles.names().includes(name)) terminal.warn(`Profile "${name}" knows no server yet: sign in to make it one.`);
  profiles.use(name);
  terminal.note(`Using profile "${name}".`);
};

/** `profile remove NAME`: what it kept here is gone; the server is not told. */
export const runProfileRemove: Runner = async ({ args: [name = ""], env, terminal }) => {
  const profiles = new Profiles(env);
  checkProfileName(name);
  if (!profiles.names().includes(name)) {
    throw new UsageError("option", `There is no profile ${JSON.stringify(name)}.`, {
      hint: `Profiles: ${profiles.names().join(", ") || "none"}.`,
    });
  }
  for (const service of SERVICES) {
    if (!profiles.has(name, service)) continue;
    const owner = { directory: profiles.directory, profile: name, service };
    await forgetSecrets(profiles.read(name, service), owner, env);
    profiles.remove(name, service);
  }
  profiles.leave(name);
  terminal.note(
    `Profile "${name}" is removed. Its sessions end on the server by themselves; logout ends them at once.`,
  );
};

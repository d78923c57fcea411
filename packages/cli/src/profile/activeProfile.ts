import type { Job } from "../job/job.ts";
import type { ProfileRecord, Service } from "./profileRecord.ts";
import { checkProfileName, Profiles } from "./profiles.ts";
import { type Setting, settle } from "./setting.ts";

/** The profile that a command works with. */
export interface ActiveProfile {
  readonly profiles: Profiles;
  readonly name: Setting<string>;
  record(service: Service): ProfileRecord | undefined;
}

/** `--profile`, else `LATCHKEY_PROFILE`, else what `profile use` chose, else `default`. */
export function activeProfile({ options, env }: Job): ActiveProfile {
  const profiles = new Profiles(env);
  const name = settle({ flag: options.profile, environment: env["LATCHKEY_PROFILE"], profile: profiles.current });
  const setting = name ?? { value: "default", from: "default" };
  checkProfileName(setting.value);
  return { profiles, name: setting, record: (service) => profiles.read(setting.value, service) };
}

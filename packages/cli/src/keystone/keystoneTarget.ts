import { UsageError } from "@latchkey/session";
import type { Job } from "../job/job.ts";
import { type ActiveProfile, activeProfile } from "../profile/activeProfile.ts";
import type { ProfileRecord } from "../profile/profileRecord.ts";
import { type Setting, settle } from "../profile/setting.ts";

/** Which Keystone server a command is for. */
export interface KeystoneTarget {
  readonly url: Setting<string>;
  readonly profile: ActiveProfile;
  /** What the profile knows of that very server; of another one, nothing. */
  readonly record: ProfileRecord | undefined;
}

/**
 * `--url`, else `KEYSTONE_URL`, else the profile's.
 *
 * @throws UsageError when none of them says
 */
export function keystoneTarget(job: Job<{ url?: string }>): KeystoneTarget {
  const profile = activeProfile(job);
  const known = profile.record("keystone");
  const url = settle({ flag: job.options.url, environment: job.env["KEYSTONE_URL"], profile: known?.url });
  if (url === undefined) {
    throw new UsageError("option", `The profile "${profile.name.value}" knows no Keystone server.`, {
      hint: "Sign in: latchkey login keystone --url URL; or pass --url URL, or set KEYSTONE_URL.",
    });
  }
  return { url, profile, record: known !== undefined && sameServer(known.url, url.value) ? known : undefined };
}

/** Whether two base URLs mean the same place: outer slashes and the spelling of the host do not matter. */
export function sameServer(one: string, other: string): boolean {
  const [a, b] = [one, other].map((url) => (URL.canParse(url) ? new URL(url).href.replace(/\/+$/, "") : url));
  return a === b;
}

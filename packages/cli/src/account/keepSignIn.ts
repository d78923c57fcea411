import { LatchkeyError } from "@latchkey/session";
import type { Job } from "../job/job.ts";
import type { ProfileRecord } from "../profile/profileRecord.ts";
import type { Profiles } from "../profile/profiles.ts";
import { openStore, type StoreOwner } from "../secrets/openStore.ts";
import { forgetReplaced } from "./forgetSecrets.ts";
import { tellSignedIn } from "./tellSignedIn.ts";

/** A sign-in that worked, not kept yet. */
export interface NewSignIn {
  readonly profiles: Profiles;
  readonly owner: StoreOwner;
  /** What the profile said until now. */
  readonly before: ProfileRecord | undefined;
  readonly record: ProfileRecord;
  /** What is to be kept, by its keys. */
  readonly secrets: Readonly<Record<string, unknown>>;
}

/** Keeps what a sign-in got in the place of what was there before, and says where it is. */
export async function keepSignIn(job: Job, { profiles, owner, before, record, secrets }: NewSignIn): Promise<void> {
  // A session in memory is over with this command: a profile that told of it would be wrong.
  if (record.store === "memory") {
    profiles.remove(owner.profile, owner.service);
  } else {
    const store = await openStore(record.store, owner);
    for (const [key, value] of Object.entries(secrets)) await store.set(key, value);
    profiles.write(owner.profile, owner.service, record);
  }
  try {
    await forgetReplaced({ owner, before, store: record.store, kept: Object.keys(secrets) });
  } catch (error) {
    if (!(error instanceof LatchkeyError)) throw error;
    // A keychain that is locked now is why somebody chooses another store: that must work.
    job.terminal.warn(`What an earlier sign-in kept is still there: ${error.message}`);
  }
  await tellSignedIn(job, { service: owner.service, record, owner });
}

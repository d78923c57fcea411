import type { Job } from "../job/job.ts";
import type { ProfileRecord, Service } from "../profile/profileRecord.ts";
import { describeStore, type StoreOwner } from "../secrets/openStore.ts";
import { printable } from "../terminal/printable.ts";

/** A sign-in that worked. */
export interface SignedIn {
  readonly service: Service;
  readonly record: ProfileRecord;
  readonly owner: StoreOwner;
}

/** Says who is signed in, where, and where that is kept: always, because it may be a file. */
export async function tellSignedIn({ out, terminal }: Job, { service, record, owner }: SignedIn): Promise<void> {
  const { url, who, store } = record;
  const where = describeStore(store, owner);
  if (out.format !== "table") {
    await out.record({ profile: owner.profile, service, url, who, store, where });
    return;
  }
  terminal.note(`${terminal.err.style("green", "Signed in")} to ${printable(url)} as ${printable(who)}.`);
  terminal.note(`Kept in ${where}; profile "${owner.profile}".`);
}

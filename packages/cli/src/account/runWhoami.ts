import { AuthenticationError, UsageError } from "@latchkey/session";
import { openHelios } from "../helios/openHelios.ts";
import type { Job, Runner } from "../job/job.ts";
import { openKeystone } from "../keystone/openKeystone.ts";
import { activeProfile } from "../profile/activeProfile.ts";

/** Options of `whoami`. */
export interface WhoamiOptions {
  readonly url?: string;
}

/** Who the server takes this user for. Nobody is an error: exit code 4. */
export const runWhoami: Runner<WhoamiOptions> = async (job) => {
  const [service = onlyHelios(job) ? "helios" : "keystone"] = job.args;
  if (service === "keystone") await keystoneUser(job);
  else if (service === "helios") await heliosClient(job);
  else throw new UsageError("option", `There is no service ${JSON.stringify(service)}: keystone or helios.`);
};

function onlyHelios(job: Job<WhoamiOptions>): boolean {
  const profile = activeProfile(job);
  return profile.record("keystone") === undefined && profile.record("helios") !== undefined;
}

async function keystoneUser(job: Job<WhoamiOptions>): Promise<void> {
  await using keystone = await openKeystone(job);
  const user = await keystone.client.whoami({ signal: job.signal });
  if (user === null) {
    const isGiven = (job.env["KEYSTONE_TOKEN"] ?? "") !== "";
    throw new AuthenticationError("expired", `Nobody is signed in to ${keystone.client.url}.`, {
      hint: isGiven
        ? "The server does not take KEYSTONE_TOKEN: correct it, or unset it."
        : "Sign in: latchkey login keystone.",
      status: 401,
    });
  }
  const { id, username, display_name: name, email, is_staff: staff } = user;
  if (job.out.format !== "table" || job.out.columns !== undefined) await job.out.record(user);
  else await job.out.record({ id, username, name, email, staff, server: keystone.client.url });
}

async function heliosClient(job: Job<WhoamiOptions>): Promise<void> {
  await using session = await openHelios(job);
  await session.startSession({ signal: job.signal });
  const answer = await session.sendRequest("GET", "session", { signal: job.signal });
  const user: unknown = answer.raiseForStatus().json();
  const name: unknown = typeof user === "object" && user !== null ? Reflect.get(user, "name") : undefined;
  const expires = session.token?.expiresAt?.toISOString();
  await job.out.record({ clientId: session.clientId, name, server: session.apiUrl, expires });
}

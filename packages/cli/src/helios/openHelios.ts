import { AsyncHeliosSession, type HeliosOptions } from "@latchkey/helios";
import { AuthenticationError, memoryStore } from "@latchkey/session";
import type { Job } from "../job/job.ts";
import { isObject } from "../output/columns.ts";
import { type ActiveProfile, activeProfile } from "../profile/activeProfile.ts";
import { connectionOptions } from "../profile/connectionOptions.ts";
import { openStore } from "../secrets/openStore.ts";
import { CREDENTIALS_KEY } from "./heliosKeys.ts";

/** Options that every Helios command has. */
export interface HeliosCommandOptions {
  readonly url?: string;
  readonly concurrency?: number;
}

/**
 * Opens the session that a command works with: with the client in the environment, else with the profile's, else with
 * what the SDKs keep in `~/.helios`. Does no request.
 */
export async function openHelios(job: Job<HeliosCommandOptions>): Promise<AsyncHeliosSession> {
  return new AsyncHeliosSession(await heliosOptions(job));
}

/** What such a session is made with. */
export async function heliosOptions(job: Job<HeliosCommandOptions>): Promise<HeliosOptions> {
  const { url, concurrency } = job.options;
  const credentials = await credentialOptions(job);
  return {
    ...connectionOptions(job),
    ...credentials,
    ...(concurrency !== undefined && { maxConcurrency: concurrency }),
    ...(url !== undefined && { apiUrl: url }),
  };
}

async function credentialOptions(job: Job): Promise<HeliosOptions> {
  const given = environmentClient(job.env);
  if (given !== undefined) return job.env["LATCHKEY_STORE"] === "memory" ? { ...given, store: memoryStore() } : given;
  const profile = activeProfile(job);
  return (await profileClient(profile)) ?? {};
}

/** `helios_client_id` and `helios_client_secret`, where both are set, with the URL that came with them. */
export function environmentClient(env: NodeJS.ProcessEnv): HeliosOptions | undefined {
  const { helios_client_id: clientId = "", helios_client_secret: clientSecret = "" } = env;
  if (clientId === "" || clientSecret === "") return undefined;
  const apiUrl = environmentUrl(env);
  return { clientId, clientSecret, ...(apiUrl !== undefined && { apiUrl }) };
}

/** `helios_api_url`, also as the older SDKs spell it. */
export function environmentUrl(env: NodeJS.ProcessEnv): string | undefined {
  return env["helios_api_url"] || env["HELIOS_API_URL"] || undefined;
}

async function profileClient(profile: ActiveProfile): Promise<HeliosOptions | undefined> {
  const record = profile.record("helios");
  if (record === undefined) return undefined;
  const owner = { directory: profile.profiles.directory, profile: profile.name.value, service: "helios" } as const;
  const store = await openStore(record.store, owner);
  const kept: unknown = await store.get(CREDENTIALS_KEY);
  const clientSecret = isObject(kept) && "clientSecret" in kept ? kept.clientSecret : undefined;
  if (typeof clientSecret !== "string") {
    throw new AuthenticationError("missing", "The profile's client secret is not in its store any more.", {
      hint: "Sign in again: latchkey login helios.",
    });
  }
  return { clientId: record.who, clientSecret, apiUrl: record.url, store };
}

import { AuthenticationError, UsageError } from "@latchkey/session";
import type { Job } from "../job/job.ts";
import { STORE_KINDS, type StoreKind } from "../profile/profileRecord.ts";
import { settle } from "../profile/setting.ts";
import { probeKeychain } from "./probeKeychain.ts";

/** What `--store` may be. */
export type StoreChoice = StoreKind | "auto";

/**
 * Where a sign-in is to be kept: `--store`, else `LATCHKEY_STORE`, else the keychain where there is one that works,
 * else a file; a file that nobody asked for is said aloud before anything is written.
 *
 * @throws AuthenticationError (`store`) when a keychain was asked for that cannot be had
 */
export async function chooseStore({ options, env, terminal }: Job<{ store?: string }>): Promise<StoreKind> {
  const { value } = settle({ flag: options.store, environment: env["LATCHKEY_STORE"], default: "auto" }) ?? {};
  if (value === "auto") {
    if (await probeKeychain(env)) return "keychain";
    terminal.warn("No keychain answers here: the session goes into a file that only you can read (--store file).");
    return "file";
  }
  const kind = STORE_KINDS.find((known) => known === value);
  if (kind === undefined) {
    throw new UsageError("option", `There is no store ${JSON.stringify(value)}.`, {
      hint: `Stores: auto, ${STORE_KINDS.join(", ")}.`,
    });
  }
  if (kind === "keychain" && !(await probeKeychain(env))) {
    throw new AuthenticationError("store", "No keychain answers here; nothing was stored.", {
      hint: "Start or unlock it, or choose --store file (a file that only you can read) or --store memory.",
    });
  }
  return kind;
}

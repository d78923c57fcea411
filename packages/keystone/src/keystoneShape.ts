import { callable, matching, sessionShape, storeOption, text, UsageError } from "@latchkey/session";
import type { KeystoneOptions } from "./keystoneOptions.ts";

/** What the server reads as one token, and a header can carry. */
function isToken(value: unknown): value is string {
  return typeof value === "string" && /^[\x21-\x7e]+$/.test(value);
}

/** The options of a Keystone client: those of any session, and its own. */
export const keystoneShape = {
  ...sessionShape,
  token: matching("one word of visible ASCII, with no line break at its end", isToken, { secret: true }),
  store: storeOption(),
  storeKey: text(),
  reauthenticate: callable<NonNullable<KeystoneOptions["reauthenticate"]>>(),
} as const;

/**
 * Refuses options that would do nothing.
 *
 * @throws UsageError (`option`)
 */
export function refuseIdleOptions(options: Readonly<Record<string, unknown>>): void {
  const idle = ["store", "storeKey", "reauthenticate"].find((name) => options[name] !== undefined);
  if (options["token"] !== undefined && idle !== undefined) {
    throw new UsageError("option", `${idle} does nothing for a client with a token: there is no session to keep.`);
  }
}

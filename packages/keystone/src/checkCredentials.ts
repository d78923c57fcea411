import { AuthenticationError, UsageError } from "@latchkey/session";
import type { KeystoneCredentials } from "./keystoneOptions.ts";

/**
 * What to send for a login.
 *
 * @throws AuthenticationError (`missing`) when the name or the password is not there: the server need not be asked.
 */
export function checkCredentials(credentials: KeystoneCredentials): KeystoneCredentials {
  const given: Partial<Record<keyof KeystoneCredentials, unknown>> = Object(credentials);
  const { username, password } = given;
  if (typeof username !== "string" || username.trim() === "") throw missing("username");
  if (typeof password !== "string" || password === "") throw missing("password");
  return { username, password };
}

/** What belongs to the call is passed beside the credentials, where it does something. */
const OF_THE_CALL: readonly string[] = ["timeout", "deadline", "signal"];

/** @throws UsageError (`option`) for an option of the call among the credentials */
export function refuseCallOptions(credentials: KeystoneCredentials): void {
  const name = OF_THE_CALL.find((option) => Object.hasOwn(Object(credentials), option));
  if (name === undefined) return;
  throw new UsageError("option", `login: ${name} is no credential.`, {
    hint: `Pass it beside them: login({ username, password }, { ${name} }).`,
  });
}

function missing(name: string): AuthenticationError {
  return new AuthenticationError("missing", `The ${name} is missing.`, {
    hint: "Call login({ username, password }) with both; an empty environment variable is the usual cause.",
  });
}

import { AuthenticationError } from "@latchkey/session";
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

function missing(name: string): AuthenticationError {
  return new AuthenticationError("missing", `The ${name} is missing.`, {
    hint: "Call login({ username, password }) with both; an empty environment variable is the usual cause.",
  });
}

import { UsageError } from "../errors/usageError.ts";

/**
 * The user name and password in the URL of a proxy, decoded.
 *
 * @throws UsageError (`option`), which quotes neither
 *
 * @example
 * proxyUser(new URL("http://me:50%25@proxy.example"))   // { username: "me", password: "50%" }
 */
export function proxyUser({ username, password }: URL): { readonly username: string; readonly password: string } {
  try {
    return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  } catch {
    throw new UsageError("option", "proxy has a % in its user name or password that encodes no character.", {
      hint: "Write % as %25, and other characters as encodeURIComponent() does.",
    });
  }
}

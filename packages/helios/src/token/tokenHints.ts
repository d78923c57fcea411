import type { TokenHints } from "@latchkey/session";
import { currentNames } from "../credentials/fieldNames.ts";
import { DEFAULT_API_URL } from "../credentials/heliosBaseUrl.ts";

const { id, secret, url } = currentNames;

/** What to do when Helios gives no token, by the names that its users know. */
export const tokenHints: TokenHints = {
  redirect: `Set apiUrl (or ${url}) to the address that it redirects to, without /oauth/token at its end.`,
  address: `Check apiUrl (or ${url}): it is the API's address with its version, such as ${DEFAULT_API_URL}.`,
  client: `Check clientId and clientSecret (or ${id} and ${secret}); explainCredentials() tells where they come from.`,
};

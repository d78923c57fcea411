import { expect, test } from "vitest";
import { typedHint } from "./typedHint.ts";

test.each([
  [
    "Check clientId and clientSecret (or helios_client_id and helios_client_secret); explainCredentials() tells where they come from.",
    "Check the client id and its secret (or helios_client_id and helios_client_secret).",
  ],
  [
    'Ask for the address in header("location"); a session follows redirects where it is made with followRedirects: true.',
    "Redirects are not followed: is the server's address right?",
  ],
  ["Check both; case matters.", "Check both; case matters."],
  [
    "No authority that is trusted here signed the certificate: pass the authority's own as `tls.ca`.",
    "No authority that is trusted here signed the certificate: set LATCHKEY_CA_FILE to a file that holds the authority's own.",
  ],
  ["Raise limits.maxBytes, or download it to a file.", "Save it with --out FILE."],
  ["For example [-77.5, 42.7, -76.5, 43.2].", "For example -77.5,42.7,-76.5,43.2."],
])("%s", (hint, typed) => {
  expect(typedHint(hint)).toBe(typed);
});

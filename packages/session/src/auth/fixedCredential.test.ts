import { describe, expect, test } from "vitest";
import type { AuthStrategy } from "../contracts/authStrategy.ts";
import { AuthenticationError } from "../errors/authenticationError.ts";
import { UsageError } from "../errors/usageError.ts";
import { sessionTwins } from "../testbed/scriptedSessions.ts";
import { apiKey, basic, bearer } from "./fixedCredential.ts";

/** What plain JavaScript passes where a variable of the environment is not set. */
const unset = undefined as unknown as string;

describe.each(sessionTwins)("a credential that never changes, in the $twin twin", ({ open }) => {
  test.each<[string, AuthStrategy, Record<string, string>]>([
    ["a token", bearer("abc-._~+/="), { authorization: "Bearer abc-._~+/=" }],
    ["a key", apiKey("X-Api-Key", "k~1"), { "x-api-key": "k~1" }],
    ["a key with a scheme", apiKey("Authorization", "k", "Token"), { authorization: "Token k" }],
    ["a key as a cookie", apiKey("cookie", "key=k"), { cookie: "key=k" }],
    ["a name and a password", basic("ada", "pä:ss"), { authorization: "Basic YWRhOnDDpDpzcw==" }],
    ["a name alone", basic("ada", ""), { authorization: "Basic YWRhOg==" }],
  ])("%s is sent", async (_what, auth, headers) => {
    const { session, transport } = open([{}], { auth });
    await session.httpGet("things");
    expect(transport.requests[0]?.headers).toMatchObject(headers);
  });
});

test.each<[string, () => AuthStrategy, string]>([
  ["no token", () => bearer(unset), "The bearer token is missing."],
  [
    "a token with a line break",
    () => bearer("canary\n"),
    "The bearer token has characters that a header cannot carry.",
  ],
  ["no key", () => apiKey("x-key", ""), "The API key is missing."],
  ["no password", () => basic("ada", unset), "The password is missing."],
  ["a password that is a number", () => basic("ada", 5 as unknown as string), "The password is missing."],
  ["no user name", () => basic(unset, "canary"), "The user name is missing."],
  [
    "a password with a line break",
    () => basic("ada", "canary\n"),
    "The password has characters that Basic authentication does not allow.",
  ],
  ["a colon in a user name", () => basic("a:b", "canary"), "The user name for Basic authentication holds a colon."],
])("%s is missing", (_what, make, message) => {
  expect(make).toThrow(expect.objectContaining({ reason: "missing", message }));
  expect(make).toThrow(AuthenticationError);
});

test.each<[string, () => AuthStrategy, string]>([
  ["a name that is none", () => apiKey("x key", "canary"), 'apiKey: "x key" cannot be set: it is not a header name.'],
  ["no name", () => apiKey(unset, "canary"), "apiKey: the name of its header is missing."],
  ["what the connection sets", () => apiKey("Host", "canary"), 'apiKey: "host" cannot be set'],
  ["a scheme with a line break", () => apiKey("authorization", "canary", "Token\r\n"), "apiKey: its scheme must be"],
  ["an empty scheme", () => apiKey("authorization", "canary", ""), "apiKey: its scheme must be a word"],
])("a key in a header that cannot be sent is refused at once: %s", (_what, make, message) => {
  expect(make).toThrow(UsageError);
  expect(make).toThrow(message);
  expect(make).not.toThrow(/canary/);
});

test("whoever gives the scheme with the token is told to leave it out", () => {
  expect(() => bearer("Bearer canary")).toThrow(
    expect.objectContaining({ hint: "Give the token alone: the word Bearer is added." }),
  );
});

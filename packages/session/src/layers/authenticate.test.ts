import { describe, expect, test } from "vitest";
import type { AuthStrategy } from "../contracts/authStrategy.ts";
import { sessionTwins } from "../testbed/scriptedSessions.ts";

const none = { headers: {} };

describe.each(sessionTwins)("a strategy of one's own, in the $twin twin", ({ open }) => {
  test.each<[string, object, string]>([
    [
      "credential is no generator",
      { name: "mine", credential: () => none, *refused() {} },
      'auth: credential of "mine" did not return a flow.',
    ],
    [
      "credential is async",
      { name: "mine", credential: async () => none, *refused() {} },
      'auth: credential of "mine" did not return a flow.',
    ],
    [
      "refused is no generator",
      {
        name: "mine",
        *credential() {
          return none;
        },
        refused: () => false,
      },
      'auth: refused of "mine" did not return a flow.',
    ],
    [
      "credential gives nothing",
      { name: "mine", *credential() {}, *refused() {} },
      'auth: credential of "mine" gave no headers.',
    ],
    [
      "credential gives the headers themselves",
      {
        name: "mine",
        *credential() {
          return { authorization: "canary" };
        },
        *refused() {},
      },
      'auth: credential of "mine" gave no headers.',
    ],
  ])("is told what is wrong with it: %s", async (_what, auth, message) => {
    // As plain JavaScript writes them.
    const { session } = open([{}], { auth: auth as AuthStrategy });
    await expect(session.httpGet("things")).rejects.toMatchObject({ code: "option", message });
  });
});

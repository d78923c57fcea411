import { inspect } from "node:util";
import { scriptedTransport } from "@latchkey/session/testing";
import { describe, expect, test } from "vitest";
import type { AsyncKeystoneClient } from "./asyncKeystoneClient.ts";
import { failureOf, keystoneTwins, resourceOf } from "./testbed/keystoneTwins.ts";

const url = "http://localhost";
const file = { content: "x", filename: "a.csv" };

/** How each method is called with options. What comes here is what JavaScript may pass. */
type Calling = (client: AsyncKeystoneClient, options: never) => Promise<unknown>;

const methods: [string, Calling, string][] = [
  ["login", (client, options) => client.login({ username: "ada", password: "never sent" }, options), "timeout"],
  ["logout", (client, options) => client.logout(options), "timeout"],
  ["whoami", (client, options) => client.whoami(options), "timeout"],
  ["isAuthenticated", (client, options) => client.isAuthenticated(options), "timeout"],
  ["version", (client, options) => client.version(options), "headers"],
  ["batch", (client, options) => client.batch((job) => job.get("users/teams"), options), "dryRun"],
  ["attach", (client, options) => client.attach(1, file, options), "verify"],
  ["list", async (client, options) => (await resourceOf(client, "users/teams")).list({}, options), "headers"],
  ["retrieve", async (client, options) => (await resourceOf(client, "users/teams")).retrieve(1, options), "headers"],
  [
    "create",
    async (client, options) => (await resourceOf(client, "users/teams")).create({ name: "a" }, options),
    "headers",
  ],
  ["update", async (client, options) => (await resourceOf(client, "users/teams")).update(1, {}, options), "headers"],
  ["delete", async (client, options) => (await resourceOf(client, "users/teams")).delete(1, options), "headers"],
];

describe.each(keystoneTwins)("options of the $twin client's methods", ({ open }) => {
  test.each(methods)("%s takes no others than its own, and names the nearest", async (_name, calling, option) => {
    const transport = scriptedTransport(() => ({ json: {} }));
    const client = open({ url, transport });
    const refusal = async (options: unknown): Promise<unknown> => failureOf(calling(client, options as never));
    for (const other of ["params", "json", "form", "files", "body"]) {
      expect(await refusal({ [other]: {} })).toMatchObject({ message: expect.stringContaining(`option "${other}"`) });
    }
    const typo = `${option}s`.toLowerCase();
    expect(await refusal({ [typo]: true })).toMatchObject({
      name: "UsageError",
      code: "option",
      message: `There is no option "${typo}". Did you mean "${option}"?`,
      hint: expect.stringContaining(option),
    });
    for (const none of [null, "timeout", 5, []]) {
      expect(await refusal(none)).toMatchObject({ message: expect.stringContaining("The options must be an object") });
    }
    expect(transport.requests).toEqual([]);
  });

  test("a name and a password side by side are refused, and the password is not shown", async () => {
    const transport = scriptedTransport(() => ({ json: {} }));
    const client = open({ url, transport });
    // As JavaScript may call it, and as the Python client is called.
    const error = await failureOf(async () => client.login("admin" as never, "s3cret-Passw0rd" as never));
    expect(error).toMatchObject({
      name: "AuthenticationError",
      reason: "missing",
      hint: expect.stringContaining("login({ username, password })"),
    });
    expect(inspect(error)).not.toContain("s3cret");
    expect(transport.requests).toEqual([]);
  });

  test("whoever is given no text or function where one must be says so", async () => {
    const client = open({ url, transport: scriptedTransport([]) });
    const nothing: unknown = undefined;
    const refusal = { name: "UsageError", message: expect.stringContaining("must be a string") };
    expect(await failureOf(async () => client.resource(nothing as "users/teams"))).toMatchObject(refusal);
    expect(await failureOf(async () => client.paginate(nothing as string))).toMatchObject(refusal);
    expect(await failureOf(client.batch((job) => job.get(nothing as string)))).toMatchObject(refusal);
    expect(await failureOf(client.batch(nothing as () => void))).toMatchObject({ message: "build is missing." });
    const build: unknown = {};
    expect(await failureOf(client.batch(build as () => void))).toMatchObject({
      message: "build must be a function, not an object.",
    });
  });
});

import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { SecretFinder } from "./secretFinder.ts";

const secret = randomBytes(18).toString("base64");
const finder = new SecretFinder();
finder.add("it", secret);

test.each<[string, string]>([
  ["whole", secret],
  ["its beginning", secret.slice(0, 8)],
  ["a part of it", secret.slice(5, 13)],
  ["URL-encoded", encodeURIComponent(secret)],
  ["in base64", Buffer.from(secret).toString("base64")],
  ["in base64 after a name", Buffer.from(`user:${secret}`).toString("base64")],
  ["in base64 after another name", Buffer.from(`users:${secret}`).toString("base64")],
  ["in hex", Buffer.from(secret).toString("hex")],
])("a secret is found %s", (_form, text) => {
  expect(finder.find(`some text, then ${text}, and more`)).toHaveLength(1);
});

test("less than eight characters of it are no find, nor is other text", () => {
  expect(finder.find(`${secret.slice(0, 7)} ${randomBytes(5_000).toString("base64")}`)).toEqual([]);
});

import { expect, test } from "vitest";
import { hashPassword, hashSecret, verifyPassword } from "./passwordHash.ts";

test("a password verifies against its own hash only, and the salt is fresh", async () => {
  const [one, two] = await Promise.all([hashPassword("pässword"), hashPassword("pässword")]);
  expect(one).not.toBe(two);
  expect(await verifyPassword("pässword", one)).toBe(true);
  expect(await verifyPassword("pässword ", one)).toBe(false);
  expect(await verifyPassword("", "!")).toBe(false);
});

test("hashSecret is SHA-256", () => {
  expect(hashSecret("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

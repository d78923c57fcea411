import { expect, test } from "vitest";
import { passwordProblems } from "./auth/passwordRules.ts";
import { accepts } from "./http/accepts.ts";
import { correlationId } from "./http/cid.ts";
import { searchTerms } from "./list/search.ts";
import { slugify } from "./model/slugify.ts";
import { guessType } from "./record/fileTypes.ts";

test.each([
  ["Team Alice", "team-alice"],
  ["team  alice", "team-alice"],
  ["Équipe d'été", "equipe-dete"],
  ["--x__", "x"],
  ["!!!", ""],
])("the slug of %j is %j", (name, slug) => {
  expect(slugify(name)).toBe(slug);
});

test.each([
  ["a b,c", ["a", "b", "c"]],
  ['"two words" one', ["two words", "one"]],
  [" , ", []],
])("%j searches for %j", (text, terms) => {
  expect(searchTerms(text)).toEqual(terms);
});

test.each([
  [null, "application/json"],
  ["*/*", "application/json"],
  ["application/json; indent=2", "application/json"],
  ["text/html, application/*", "application/json"],
  ["text/plain", undefined],
])("Accept: %s gives %s", (header, type) => {
  expect(accepts(header, ["application/json"])).toBe(type);
});

test.each([
  "d61eef0b-258d-42ca-b14b-852860a54259",
  "D61EEF0B258D42CAB14B852860A54259",
  "{d61eef0b-258d-42ca-b14b-852860a54259}",
  "urn:uuid:d61eef0b-258d-42ca-b14b-852860a54259",
])("the CID %s is kept as it is", (cid) => {
  expect(correlationId(cid)).toBe(cid);
});

test("anything else is replaced by a new one", () => {
  expect(correlationId("not-a-uuid")).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

test("password rules are all told at once", () => {
  expect(passwordProblems("123")).toHaveLength(3);
  expect(passwordProblems("Password1")).toEqual(["This password is too common."]);
  expect(passwordProblems("Sup3r-secret-pw")).toEqual([]);
});

test("types go by the last extension", () => {
  expect([guessType("a.PDF"), guessType("a.tar.gz"), guessType("noext"), guessType("a.qqq")]).toEqual([
    "application/pdf",
    "application/gzip",
    undefined,
    undefined,
  ]);
});

import { expect, test } from "vitest";
import { spellEndpoint } from "./spellEndpoint.ts";

test.each([
  ["users/teams", "users/teams/"],
  ["/users/teams", "/users/teams/"],
  ["users/teams/", "users/teams/"],
  ["users//teams//", "users/teams/"],
  ["users/teams?name=a//b", "users/teams/?name=a//b"],
  ["users/teams/?a=1", "users/teams/?a=1"],
  ["users/users/1.json", "users/users/1.json"],
  ["", ""],
  ["/", "/"],
  ["https://keystone.example/api/users", "https://keystone.example/api/users/"],
  ["https://keystone.example", "https://keystone.example/"],
])("%s is spelled %s", (endpoint, spelled) => {
  expect(spellEndpoint(endpoint)).toBe(spelled);
});

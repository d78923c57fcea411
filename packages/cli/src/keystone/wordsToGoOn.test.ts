import { expect, test } from "vitest";
import { wordsToGoOn } from "./wordsToGoOn.ts";

test.each([
  ["list users/users", undefined, "list users/users --param _offset=100"],
  ["list users/users --limit 150 --ndjson", 50, "list users/users --ndjson --limit 50 --param _offset=100"],
  ["list --limit=150 users/users", 50, "list users/users --limit 50 --param _offset=100"],
  ["list a --param _offset=60 --param name=x", undefined, "list a --param name=x --param _offset=100"],
  ["list a --param=_offset=60", undefined, "list a --param _offset=100"],
  ["list --limit 150 -- --limit", 50, "list --limit 50 --param _offset=100 -- --limit"],
])("%s goes on with %s more as %s", (typed, limit, expected) => {
  expect(wordsToGoOn(typed.split(" "), 100, limit).join(" ")).toBe(expected);
});

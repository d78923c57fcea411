import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { currentNames } from "./fieldNames.ts";
import { type FileReading, readCredentialsFile } from "./readCredentialsFile.ts";

const SECRET = "canary-secret";
const members = { helios_client_id: "id", helios_client_secret: SECRET, helios_api_url: "https://file.test/v1" };
const text = JSON.stringify(members, undefined, 2);

let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "latchkey-helios-"));
  path = join(directory, "credentials.json");
});

afterEach(() => rmSync(directory, { recursive: true }));

function write(content: unknown): void {
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content), { mode: 0o600 });
}

const read = (): FileReading => readCredentialsFile(path, [currentNames]);

test("a file that is not there is neither a pair nor a problem", () => {
  expect(read()).toEqual({});
  expect(readCredentialsFile(join("/dev/null", ".helios", "credentials.json"), [currentNames])).toEqual({});
});

test.each([
  ["a byte order mark", `\ufeff${text}`],
  ["CRLF", text.replaceAll("\n", "\r\n")],
  ["line breaks after its values", JSON.stringify({ ...members, helios_client_secret: `${SECRET}\r\n` })],
  ["members of other programs", JSON.stringify({ ...members, extra: { a: 1 }, ["__proto__"]: { x: 1 } })],
])("it may have %s", (_what, content) => {
  write(content);
  expect(read()).toEqual({ pair: { clientId: "id", clientSecret: SECRET, apiUrl: "https://file.test/v1" } });
});

test.each<[string, unknown, RegExp]>([
  ["is empty", "", /not JSON/],
  ["is torn", text.slice(0, 60), /not JSON/],
  ["is binary", "\u0000\u0001\u0002", /not JSON/],
  ["is an array", [members], /not a JSON object/],
  ["is null", "null", /not a JSON object/],
  ["holds nothing of ours", {}, /neither helios_client_id nor helios_client_secret/],
  ["has members that it inherits", '{"__proto__":{"helios_client_id":"a","helios_client_secret":"b"}}', /neither/],
  ["has no secret", { helios_client_id: "x" }, /helios_client_secret is not/],
  ["has no id", { helios_client_secret: SECRET }, /helios_client_id is not/],
  ["has a number for an id", { ...members, helios_client_id: 5 }, /helios_client_id must be a string, not a number/],
  ["has an object for a secret", { ...members, helios_client_secret: { a: SECRET } }, /helios_client_secret must be/],
  ["has an array for a URL", { ...members, helios_api_url: [] }, /helios_api_url must be a string, not an array/],
])("one that %s is a problem that names the member, and shows no value", (_what, content, problem) => {
  write(content);
  expect(read()).toEqual({ problem: expect.stringMatching(problem) });
  expect(read().problem).not.toContain(SECRET);
});

test("one of 100 kB, and a directory, are problems and are not read", () => {
  write(`{"helios_client_id":"${"x".repeat(100_000)}"}`);
  expect(read().problem).toMatch(/larger than/);
  rmSync(path);
  mkdirSync(path);
  expect(read().problem).toMatch(/not a regular file/);
});

describe.runIf(process.platform !== "win32")("its owner and mode", () => {
  beforeEach(() => write(members));

  test("it may be a link, as mounted secrets are", () => {
    symlinkSync(path, join(directory, "link.json"));
    expect(readCredentialsFile(join(directory, "link.json"), [currentNames]).pair).toBeDefined();
  });

  test("where others may write, it is not used: it says where the secret goes", () => {
    chmodSync(path, 0o606);
    expect(read().problem).toMatch(/every user may write to it/);
    chmodSync(path, 0o600);
    chmodSync(directory, 0o777);
    expect(read().problem).toBe(`every user may write to ${directory}`);
    chmodSync(directory, 0o1777);
    expect(read().pair).toBeDefined();
  });

  test("where others may read, there is a warning", () => {
    chmodSync(path, 0o644);
    expect(read()).toMatchObject({ pair: { clientId: "id" }, warning: expect.stringContaining("chmod 600") });
  });
});

import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { givenCredentials } from "./givenCredentials.ts";
import { type CredentialSearch, searchCredentials } from "./searchCredentials.ts";

const SECRET = "canary-secret";
const NAMES = [
  "helios_client_id",
  "helios_client_secret",
  "helios_api_url",
  "HELIOS_KEY_ID",
  "HELIOS_KEY_SECRET",
  "HELIOS_API_URL",
];

let home: string;
let baseDir: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "latchkey-helios-"));
  baseDir = join(home, ".helios");
  mkdirSync(baseDir);
  for (const name of NAMES) vi.stubEnv(name, undefined);
  vi.stubEnv("HOME", home);
  vi.stubEnv("USERPROFILE", home);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

interface Options {
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly apiUrl?: string;
}

function search({ clientId, clientSecret, apiUrl }: Options = {}): CredentialSearch {
  return searchCredentials(givenCredentials({ clientId, clientSecret, apiUrl }), baseDir);
}

function environment(values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) vi.stubEnv(name, value);
}

function file(content: unknown, name: string = join(baseDir, "credentials.json")): void {
  writeFileSync(name, typeof content === "string" ? content : JSON.stringify(content), { mode: 0o600 });
}

const outcomes = ({ considered }: CredentialSearch): string[] => considered.map(({ outcome }) => outcome);

const inEnvironment = {
  helios_client_id: "env",
  helios_client_secret: SECRET,
  helios_api_url: "https://env.test/v1/",
};
const inFile = { helios_client_id: "file", helios_client_secret: SECRET, helios_api_url: "https://file.test/v1" };
const inLegacyEnvironment = {
  HELIOS_KEY_ID: "old-env",
  HELIOS_KEY_SECRET: SECRET,
  HELIOS_API_URL: "https://old-env.test/v1",
};
const inLegacyFile = { HELIOS_KEY_ID: "old-file", HELIOS_KEY_SECRET: SECRET, HELIOS_API_URL: "https://old-file.test" };

describe("credentials come from the first place that has any, and the API's URL with them", () => {
  beforeEach(() => {
    environment(inEnvironment);
    environment(inLegacyEnvironment);
    file(inFile);
    file(inLegacyFile, join(home, ".helios_auth"));
  });

  const unset = (names: readonly string[]): void => {
    for (const name of names) vi.stubEnv(name, undefined);
  };
  const forget = {
    environment: () => unset(NAMES.slice(0, 3)),
    legacyEnvironment: () => unset(NAMES.slice(3)),
    file: () => rmSync(join(baseDir, "credentials.json")),
  };

  test("arguments: nothing else is read, so the URL is the default", () => {
    const result = search({ clientId: "arg", clientSecret: SECRET });
    expect(result.found).toMatchObject({ clientId: "arg", source: "arguments" });
    expect(result.found?.base.href).toBe("https://api.helios.earth/v1/");
    expect(outcomes(result)).toEqual(["used", "not read", "not read", "not read", "not read"]);
  });

  test("environment", () => {
    const result = search();
    expect(result.found).toMatchObject({ clientId: "env", clientSecret: SECRET, source: "environment" });
    expect(result.found?.base.href).toBe("https://env.test/v1/");
    expect(outcomes(result)).toEqual(["absent", "used", "not read", "not read", "not read"]);
    expect(result.warnings).toEqual([]);
  });

  test("legacy environment, with a word about the new names", () => {
    forget.environment();
    const result = search();
    expect(result.found).toMatchObject({ clientId: "old-env", source: "legacy environment" });
    expect(result.found?.base.href).toBe("https://old-env.test/v1/");
    expect(result.warnings).toEqual([expect.stringContaining("helios_client_id")]);
  });

  test("file", () => {
    forget.environment();
    forget.legacyEnvironment();
    const result = search();
    expect(result.found).toMatchObject({ clientId: "file", source: "file" });
    expect(result.found?.base.href).toBe("https://file.test/v1/");
    expect(outcomes(result)).toEqual(["absent", "absent", "absent", "used", "not read"]);
  });

  test("legacy file", () => {
    forget.environment();
    forget.legacyEnvironment();
    forget.file();
    const result = search();
    expect(result.found).toMatchObject({ clientId: "old-file", source: "legacy file" });
    expect(result.found?.base.href).toBe("https://old-file.test/");
    expect(outcomes(result)).toEqual(["absent", "absent", "absent", "absent", "used"]);
    expect(result.warnings).toHaveLength(1);
  });

  test("the option apiUrl goes before the URL that comes with them", () => {
    expect(search({ apiUrl: "https://arg.test/v1//" }).found).toMatchObject({
      clientId: "env",
      base: { href: "https://arg.test/v1/" },
    });
  });

  test("no explanation holds the secret", () => {
    expect(JSON.stringify(search().considered)).not.toContain(SECRET);
  });
});

test("the very first names are read from ~/.helios_auth", () => {
  file({ key_id: "oldest", key_secret: SECRET }, join(home, ".helios_auth"));
  expect(search().found).toMatchObject({ clientId: "oldest", base: { href: "https://api.helios.earth/v1/" } });
});

test("without any, the error says what to do and where", () => {
  const { found, failure } = search();
  expect(found).toBeUndefined();
  expect(failure).toMatchObject({ name: "AuthenticationError", reason: "missing" });
  expect(failure?.hint).toMatch(/clientId.*helios_client_id.*credentials\.json/);
  expect(failure?.hint).toContain(baseDir);
});

describe("half a pair is an error, whatever lies in other places", () => {
  beforeEach(() => file(inFile));

  test.each([[{ clientId: "x" }], [{ clientSecret: SECRET }]])("options %j", (options) => {
    expect(() => search(options)).toThrow(expect.objectContaining({ name: "UsageError", code: "option" }));
    expect(() => search(options)).not.toThrow(SECRET);
  });

  test.each([
    ["the id", { helios_client_id: "x" }, /helios_client_id is there and helios_client_secret is not/],
    ["the secret", { helios_client_secret: SECRET }, /helios_client_secret is there and helios_client_id is not/],
    ["an empty secret", { helios_client_id: "x", helios_client_secret: " " }, /helios_client_secret is not/],
    ["the old id", { HELIOS_KEY_ID: "x" }, /HELIOS_KEY_SECRET is not/],
  ])("the environment has only %s", (_what, values, message) => {
    environment(values);
    const { found, failure, considered } = search();
    expect(found).toBeUndefined();
    expect(failure).toMatchObject({ name: "UsageError", message: expect.stringMatching(message) });
    expect(JSON.stringify([failure, considered])).not.toContain(SECRET);
  });
});

describe("credentials.json", () => {
  test.each([[null], [""], [undefined]])("may say %j for its URL", (helios_api_url) => {
    file({ ...inFile, helios_api_url });
    expect(search().found?.base.href).toBe("https://api.helios.earth/v1/");
  });

  test.each<[string, unknown, RegExp]>([
    ["is torn", JSON.stringify(inFile).slice(0, 60), /not JSON/],
    ["has no secret", { helios_client_id: "x" }, /helios_client_secret is not/],
    ["has a URL that is none", { ...inFile, helios_api_url: "file.test" }, /The API URL in .* must be an absolute/],
    ["has a URL with a password", { ...inFile, helios_api_url: `https://u:${SECRET}@file.test` }, /password/],
  ])("that %s is an error that names the file", (_what, content, message) => {
    file(content);
    const { found, failure, considered } = search();
    expect(found).toBeUndefined();
    expect(failure).toMatchObject({ name: "UsageError", message: expect.stringMatching(message) });
    expect(failure?.message).toContain(join(baseDir, "credentials.json"));
    expect(considered.find(({ source }) => source === "file")?.outcome).toBe("invalid");
    expect(`${JSON.stringify([failure, considered])}${failure?.stack}`).not.toContain(SECRET);
  });

  test.runIf(process.platform !== "win32")("that others may read is used, with a warning", () => {
    file(inFile);
    chmodSync(join(baseDir, "credentials.json"), 0o644);
    expect(search()).toMatchObject({ found: { clientId: "file" }, warnings: [expect.stringContaining("chmod 600")] });
  });
});

describe("plain http", () => {
  test.each(["http://localhost:8080/v1", "http://127.0.0.1:8080/v1", "http://[::1]:8080/v1"])(
    "%s is this machine",
    (url) => {
      expect(search({ clientId: "x", clientSecret: SECRET, apiUrl: url }).found?.base.href).toBe(`${url}/`);
    },
  );

  test("to another machine is refused, from options, environment and file", () => {
    const insecure = { name: "AuthenticationError", reason: "insecure" };
    const apiUrl = "http://api.helios.earth/v1";
    expect(() => search({ apiUrl })).toThrow(expect.objectContaining(insecure));
    file({ ...inFile, helios_api_url: apiUrl });
    expect(search().failure).toMatchObject(insecure);
    environment({ ...inEnvironment, helios_api_url: apiUrl });
    expect(search().failure).toMatchObject(insecure);
  });
});

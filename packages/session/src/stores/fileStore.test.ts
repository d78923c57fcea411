import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { AuthenticationError } from "../errors/authenticationError.ts";
import { UsageError } from "../errors/usageError.ts";
import { scratchDirectory } from "../testbed/scratchDirectory.ts";
import { fileName, isCaseSensitive } from "./fileName.ts";
import { fileStore } from "./fileStore.ts";

const posix = process.platform !== "win32";
const root = process.getuid?.() === 0;
const mode = (path: string): number => statSync(path).mode & 0o7777;

function open(directory: string, trusted = false): { store: ReturnType<typeof fileStore>; warnings: string[] } {
  const warnings: string[] = [];
  const onWarning = ({ message }: Error): void => void warnings.push(message);
  return { store: fileStore(directory, { onWarning, trusted }), warnings };
}

describe.runIf(posix)("modes", () => {
  const program = `
    const [umask, before, module, base] = process.argv.slice(1);
    const { mkdirSync, writeFileSync, chmodSync } = await import("node:fs");
    const tokens = base + "/deep/.tokens";
    if (before !== "none") { mkdirSync(tokens, { recursive: true }); chmodSync(base + "/deep", 0o755); chmodSync(tokens, 0o755); }
    if (before === "file") { writeFileSync(tokens + "/key", "{}"); chmodSync(tokens + "/key", 0o644); }
    const { fileStore } = await import(module);
    process.umask(Number(umask));
    const store = fileStore(tokens, { onWarning() {} });
    store.set("key", { secret: 1 });
    if (JSON.stringify(store.get("key")) !== '{"secret":1}') process.exit(3);
    const { lease } = store.lease("key");
    if (!lease.beat()) process.exit(4);
    lease.release();
    if (!("lease" in store.lease("key"))) process.exit(5);
  `;
  const umasks = [0, 0o022, 0o077, 0o777];

  test.each(umasks.flatMap((umask) => ["none", "directory", "file"].map((before) => [umask, before] as const)))(
    "with umask %i and before it: %s, the directory is 0700 and the file 0600",
    (umask, before) => {
      const base = scratchDirectory();
      // As a user who is not root, so that modes matter.
      if (root) chmodSync(base, 0o777);
      const user = root ? { uid: 65_534, gid: 65_534 } : {};
      const module = new URL("./fileStore.js", import.meta.url).href;
      const argv = ["--input-type=module", "-e", program, String(umask), before, module, base];
      execFileSync(process.execPath, argv, { ...user, stdio: ["ignore", "ignore", "pipe"], cwd: "/" });
      expect([mode(join(base, "deep/.tokens")), mode(join(base, "deep/.tokens/key"))]).toEqual([0o700, 0o600]);
    },
  );
});

describe.runIf(posix)("a file that is not used", () => {
  const plant: Readonly<Record<string, (path: string, victim: string) => void>> = {
    "a link": (path, victim) => symlinkSync(victim, path),
    "a link to nowhere": (path, victim) => symlinkSync(`${victim}-gone`, path),
    "a pipe": (path) => void execFileSync("mkfifo", [path]),
    "open to others": (path) => writeFileSync(path, '{"planted":1}', { mode: 0o644 }),
    "open to its group": (path) => writeFileSync(path, '{"planted":1}', { mode: 0o640 }),
    "larger than 64 KiB": (path) => writeFileSync(path, JSON.stringify("x".repeat(65_536)), { mode: 0o600 }),
    "cut off": (path) => writeFileSync(path, '{"planted":', { mode: 0o600 }),
    "not text": (path) => writeFileSync(path, Buffer.from([0, 255, 128]), { mode: 0o600 }),
    empty: (path) => writeFileSync(path, "", { mode: 0o600 }),
  };

  test.each(Object.entries(plant))("because it is %s counts as missing and is replaced", (_what, make) => {
    const directory = scratchDirectory();
    const victim = join(scratchDirectory(), "victim");
    writeFileSync(victim, '{"planted":1}', { mode: 0o600 });
    const path = join(directory, "key");
    make(path, victim);
    const { store, warnings } = open(directory);
    expect(store.get("key")).toBeUndefined();
    expect(warnings).toEqual([expect.stringContaining(`${path} is not used: `)]);
    store.set("key", { fresh: true });
    expect(store.get("key")).toEqual({ fresh: true });
    expect([lstatSync(path).isFile(), mode(path)]).toEqual([true, 0o600]);
    expect(readFileSync(victim, "utf8")).toBe('{"planted":1}');
    expect(warnings).toHaveLength(1);
  });

  test.runIf(root)("because it is somebody else's counts as missing and is replaced", () => {
    const directory = scratchDirectory();
    const path = join(directory, "key");
    writeFileSync(path, '{"planted":1}', { mode: 0o600 });
    execFileSync("chown", ["65534", path]);
    const { store, warnings } = open(directory);
    expect(store.get("key")).toBeUndefined();
    expect(warnings).toEqual([expect.stringContaining("it belongs to another user")]);
    store.set("key", 1);
    expect(statSync(path).uid).toBe(process.getuid?.());
  });

  test("because a directory is in its place is told so when it should be written", () => {
    const directory = scratchDirectory();
    mkdirSync(join(directory, "key"));
    const { store } = open(directory);
    expect(store.get("key")).toBeUndefined();
    expect(() => store.set("key", 1)).toThrow(
      expect.objectContaining({ reason: "store", hint: expect.stringContaining("directory") }),
    );
    expect(readdirSync(directory)).toEqual(["key"]);
  });

  test("is used where the directory is trusted, through a link too", () => {
    const directory = scratchDirectory();
    const mounted = join(scratchDirectory(), "token");
    writeFileSync(mounted, '{"mounted":1}', { mode: 0o644 });
    symlinkSync(mounted, join(directory, "key"));
    chmodSync(directory, 0o755);
    const { store, warnings } = open(directory, true);
    expect(store.get("key")).toEqual({ mounted: 1 });
    store.set("other", 1);
    expect([warnings, mode(directory)]).toEqual([[], 0o755]);
  });

  test("by another name of it is never changed", () => {
    const directory = scratchDirectory();
    const other = join(scratchDirectory(), "other");
    writeFileSync(join(directory, "key"), '{"old":1}', { mode: 0o600 });
    linkSync(join(directory, "key"), other);
    open(directory).store.set("key", { fresh: true });
    expect(readFileSync(other, "utf8")).toBe('{"old":1}');
  });
});

test("its lock is its holder's also where the file system keeps neither owner nor mode", () => {
  const { geteuid } = process;
  const store = fileStore(scratchDirectory(), { trusted: true });
  // As everybody finds it on many a share: the files of all belong to somebody else.
  if (geteuid !== undefined) process.geteuid = () => geteuid() + 1;
  try {
    const attempt = store.lease?.("key");
    if (attempt === undefined || !("lease" in attempt)) throw new Error("There is no lease.");
    expect(attempt.lease.beat()).toBe(true);
    expect(store.lease?.("key")).toHaveProperty("sign");
    void attempt.lease.release();
    expect(store.lease?.("key")).toHaveProperty("lease");
  } finally {
    if (geteuid !== undefined) process.geteuid = geteuid;
  }
});

describe("what cannot be written", () => {
  test.runIf(posix)("in a directory that others write to is refused", () => {
    const directory = scratchDirectory();
    chmodSync(directory, 0o1777);
    expect(() => open(directory).store.set("key", 1)).toThrow(
      expect.objectContaining({
        reason: "store",
        message: `Others may write to ${directory}: no token is kept there.`,
      }),
    );
    expect([readdirSync(directory), mode(directory)]).toEqual([[], 0o1777]);
  });

  test.runIf(root).each([0o775, 0o757])("in another user's directory of mode %o is refused", (others) => {
    const directory = scratchDirectory();
    chmodSync(directory, others);
    execFileSync("chown", ["65534", directory]);
    expect(() => open(directory).store.set("key", 1)).toThrow(expect.objectContaining({ reason: "store" }));
    expect([readdirSync(directory), mode(directory)]).toEqual([[], others]);
  });

  test("below a file names the path and what to do, and reading there is a miss", () => {
    const file = join(scratchDirectory(), "file");
    writeFileSync(file, "");
    const { store } = open(join(file, "tokens"));
    expect(store.get("key")).toBeUndefined();
    store.delete("key");
    const failure = expect.objectContaining({
      reason: "store",
      message: `Writing ${file}/tokens failed (ENOTDIR).`,
      hint: expect.stringContaining("choose another directory"),
    });
    expect(() => store.set("key", 1)).toThrow(failure);
    expect(() => store.set("key", 1)).toThrow(AuthenticationError);
  });

  test("because it is larger than what is read leaves the old value, and names both sizes", () => {
    const directory = scratchDirectory();
    const { store, warnings } = open(directory);
    store.set("key", "x".repeat(65_534));
    expect(store.get("key")).toHaveLength(65_534);
    const failure = expect.objectContaining({
      reason: "store",
      message: `Writing ${join(directory, "key")} failed: the value takes 65538 bytes, and 65536 are read.`,
      hint: expect.stringContaining("less"),
    });
    // Two bytes each in UTF-8.
    expect(() => store.set("key", "\u00fc".repeat(32_768))).toThrow(failure);
    expect(() => store.set("key", "\u00fc".repeat(32_768))).toThrow(AuthenticationError);
    expect(store.get("key")).toHaveLength(65_534);
    expect([warnings, readdirSync(directory)]).toEqual([[], ["key"]]);
  });

  test.runIf(existsSync("/dev/full") && root)("to a full disk leaves the old value", () => {
    const directory = scratchDirectory();
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k,mode=0700", "tmpfs", directory]);
    try {
      const { store } = open(directory);
      store.set("key", { old: true });
      writeFileSync(join(directory, "filler"), Buffer.alloc(56 * 1024));
      expect(() => store.set("key", { long: "x".repeat(30_000) })).toThrow(
        expect.objectContaining({ reason: "store", message: expect.stringContaining("ENOSPC") }),
      );
      expect(store.get("key")).toEqual({ old: true });
      expect(readdirSync(directory).toSorted()).toEqual(["filler", "key"]);
    } finally {
      execFileSync("umount", [directory]);
    }
  });
});

test("what crashed writers left is removed when it is older than an hour, and nothing else", () => {
  const directory = scratchDirectory();
  const old = new Date(Date.now() - 3_700_000);
  const left = `.key.${"0".repeat(24)}.tmp`;
  const names = [left, `.key.${"1".repeat(24)}.tmp`, ".hidden", "key2", ".key.short.tmp"];
  for (const name of names) writeFileSync(join(directory, name), "{}", { mode: 0o600 });
  for (const name of names.filter((candidate) => !candidate.includes("111")))
    utimesSync(join(directory, name), old, old);
  open(directory).store.set("key", 1);
  expect(readdirSync(directory).toSorted()).toEqual([...names.filter((name) => name !== left), "key"].toSorted());
});

test("making a store touches nothing, and bad options are refused", () => {
  const directory = join(scratchDirectory(), "tokens");
  const { store } = open(directory);
  expect(store.get("key")).toBeUndefined();
  expect(existsSync(directory)).toBe(false);
  expect(() => fileStore("")).toThrow(UsageError);
  // @ts-expect-error: an unknown name is refused at run time too.
  expect(() => fileStore(directory, { trustd: true })).toThrow(/Did you mean "trusted"/);
});

test.each([
  ["client-1.helios_token", true, "client-1.helios_token"],
  ["Client-1", true, "Client-1"],
  ["Client-1", false, /^~[0-9a-f]{64}$/],
  ["client-1", false, "client-1"],
  ["", true, /^~/],
  [".hidden", true, /^~/],
  ["dot.", true, /^~/],
  ["a/b", true, /^~/],
  ["a\\b", true, /^~/],
  ["COM1.txt", true, /^~/],
  ["nul", true, /^~/],
  ["k".repeat(161), true, /^~/],
  ["~", true, /^~[0-9a-f]{64}$/],
])("the file of key %j, where case counts: %s, is %s", (key, caseSensitive, expected) => {
  expect(fileName(key, caseSensitive)).toMatch(expected instanceof RegExp ? expected : new RegExp(`^${expected}$`));
});

test("a directory knows whether case counts in it", () => {
  const directory = join(scratchDirectory(), "case");
  mkdirSync(directory);
  expect(isCaseSensitive(directory)).toBe(!existsSync(directory.replace(/case$/, "CASE")));
});

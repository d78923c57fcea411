import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Ended, openDesk, PROGRAM, runCommand } from "../testbed/latchkey.ts";

/** Each line is a start of the program, ms. */
const PATIENCE = 200_000;

const desk = openDesk();
const work = join(desk.home, "work");
const bin = join(desk.home, "bin");
const script = join(desk.home, "_latchkey");
const env = { ...desk.env, PATH: `${bin}${delimiter}${desk.env["PATH"] ?? ""}`, TERM: "dumb" };

beforeAll(() => {
  for (const path of [bin, work, join(work, "runs")]) mkdirSync(path);
  for (const name of ["report.json", "kept"]) writeFileSync(join(work, name), "kept");
  writeFileSync(join(bin, "latchkey"), `#!/bin/sh\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`);
  chmodSync(join(bin, "latchkey"), 0o755);
});

// Of all that was typed, nothing has run.
afterEach(() => {
  expect(() => readFileSync(join(work, "ran"))).toThrow(/ENOENT/);
  expect(readFileSync(join(work, "kept"), "utf8")).toBe("kept");
});

/** What a line becomes when Tab is pressed at its end. */
const LINES: Readonly<Record<string, string>> = {
  "latchkey li": "latchkey list ",
  "latchkey helios cam": "latchkey helios cameras ",
  "latchkey get users/te": "latchkey get users/teams ",
  'latchkey get "users/te': 'latchkey get "users/teams" ',
  "latchkey login keystone --store k": "latchkey login keystone --store keychain ",
  "latchkey login keystone --store=k": "latchkey login keystone --store=keychain ",
  "latchkey list --url http://127.0.0.1:8000 users/te": "latchkey list --url http://127.0.0.1:8000 users/teams ",
  "latchkey list --url=http://127.0.0.1:8000 users/te": "latchkey list --url=http://127.0.0.1:8000 users/teams ",
  "latchkey batch rep": "latchkey batch report.json ",
  "latchkey batch ru": "latchkey batch runs/",
  "latchkey post users/teams --data rep": "latchkey post users/teams --data report.json ",
  "latchkey post users/teams --data=rep": "latchkey post users/teams --data=report.json ",
  "latchkey batch x --file cv=rep": "latchkey batch x --file cv=report.json ",
  "latchkey list users/users > kept --lim": "latchkey list users/users > kept --limit ",
  "latchkey list users/users > rep": "latchkey list users/users > report.json ",
  'latchkey get "$(touch ran)" --ou': 'latchkey get "$(touch ran)" --out ',
};

/** What only shells of POSIX's family read that way. */
const MORE = {
  "latchkey list 2>kept users/te": "latchkey list 2>kept users/teams ",
  "latchkey get `touch ran`a --ou": "latchkey get `touch ran`a --out ",
};

/** Runs a shell in the directory of the test, with the script that latchkey prints for it. */
async function run(shell: string, args: readonly string[], input: readonly string[] = []): Promise<Ended> {
  const { stdout } = await desk.run(["completion", shell]);
  writeFileSync(script, stdout);
  const inWork = `cd '${work}' && exec "$@"`;
  return runCommand("sh", ["-c", inWork, "sh", shell, ...args], {
    env,
    within: PATIENCE,
    input: [...input, ""].join("\n"),
  });
}

function isHere(shell: string): boolean {
  const found = spawnSync(shell, ["-c", "exit 0"]).status === 0;
  if (!found) process.stderr.write(`Completion in ${shell} is not tested: it is not here.\n`);
  return found;
}

describe.runIf(isHere("bash"))("in bash, read twice and without its package for completion", () => {
  test("Tab completes, offers files where nothing else fits, and runs nothing", { timeout: PATIENCE }, async () => {
    const lines = { ...LINES, ...MORE };
    const keys = [
      `set -u; source '${script}'; source '${script}'`,
      "history -c",
      // Each line becomes a comment, so that it is kept as it was completed.
      ...Object.keys(lines).map((line) => `${line}\t|\u0001# `),
      "history; exit",
    ];
    const ended = await run("bash", ["--norc", "--noprofile", "-i"], keys);
    const kept = [...ended.stdout.matchAll(/^ +\d+ +# (.*)\|$/gm)].map(([, line]) => line);
    expect(kept).toEqual(Object.values(lines));
    expect(ended.stderr).not.toMatch(/readonly|not found|unbound/);
  });
});

describe.runIf(isHere("zsh"))("in zsh, as a function that it loads", () => {
  // Keys are read at a terminal only: zsh opens one for another of its kind.
  const DRIVE = `
    zmodload zsh/zpty && zpty inner zsh -d -i
    zpty -r inner line '*<ready>*'
    while IFS= read -r line; do zpty -w -n inner "$line"; zpty -r inner line '*<kept>*'; done`;

  test("Tab completes, offers files where nothing else fits, and runs nothing", { timeout: PATIENCE }, async () => {
    const lines = { ...LINES, ...MORE };
    const result = join(desk.home, "zsh");
    const settings = [
      `fpath=('${desk.home}' $fpath); autoload -Uz compinit; compinit -u -D; unsetopt beep`,
      `keep() { print -r -- "$BUFFER|" >>'${result}'; BUFFER=; print -n '<kept>' }`,
      "zle -N keep; bindkey '^X' keep; PS1='<ready>'",
    ];
    writeFileSync(join(desk.home, ".zshrc"), settings.join("\n"));
    const keys = Object.keys(lines).map((line) => `${line}\t\u0018`);
    const ended = await run("zsh", ["-f", "-c", DRIVE], keys);
    expect(ended).toMatchObject({ status: 0, stderr: "" });
    const kept = Object.values(lines).map((line) => `${line}|\n`);
    expect(readFileSync(result, "utf8")).toBe(kept.join(""));
  });
});

describe.runIf(isHere("fish"))("in fish", () => {
  test("the last word is completed, with files where nothing else fits, and nothing is run", {
    timeout: PATIENCE,
  }, async () => {
    const asking = join(desk.home, "asking.fish");
    const questions = Object.keys(LINES).map((line) => `complete -C '${line}'; echo`);
    writeFileSync(asking, [`source '${script}'; source '${script}'`, ...questions, ""].join("\n"));
    const { stdout, stderr } = await run("fish", ["--no-config", asking]);
    expect(stderr).toBe("");
    const found = stdout.trim().split("\n\n");
    const words = Object.values(LINES).map((line) => line.trim().split(" ").at(-1)?.replaceAll('"', ""));
    expect(found.map((text) => text.split("\t")[0])).toEqual(words);
  });
});

import { existsSync } from "node:fs";
import type { Command } from "commander";
import { describe, expect, test } from "vitest";
import { buildProgram } from "./program.ts";
import { openDesk, PROGRAM, runCommand } from "./testbed/latchkey.ts";

const desk = openDesk();

function commandsBelow(command: Command, path: readonly string[]): (readonly string[])[] {
  return [path, ...command.commands.flatMap((child) => commandsBelow(child, [...path, child.name()]))];
}

const whole = buildProgram({ asJson: false, start: async () => {} });
const paths = commandsBelow(whole, []).map((path) => path.join(" "));

/** What help says of a command and of its options. */
function textsOf(command: Command): readonly string[] {
  const options = command.options.map(({ description }) => description);
  return [command.description(), ...options, ...command.commands.flatMap(textsOf)];
}

describe("latchkey", () => {
  test("prints its version", async () => {
    const ended = await desk.run(["--version"]);
    expect(ended).toEqual({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: "" });
  });

  test.runIf(existsSync("/dev/full"))("fails where its version cannot be written", async () => {
    const toFull = ["-c", 'exec "$@" >/dev/full', "sh", process.execPath, PROGRAM];
    for (const flag of ["--version", "-V"]) {
      const ended = await runCommand("sh", [...toFull, flag], { env: desk.env });
      expect(ended).toMatchObject({ status: 1, stderr: expect.stringMatching(/^Error: ENOSPC/) });
    }
  });

  test("builds the command that is wanted alone, and all of them where none has that name", () => {
    const jobs = { asJson: false, start: async () => {} };
    const names = buildProgram(jobs).commands.map((command) => command.name());
    expect(names).toContain("get");
    for (const name of names)
      expect(buildProgram(jobs, name).commands.map((command) => command.name())).toEqual([name]);
    for (const other of ["help", "gett", "--json", "toString"]) {
      expect(buildProgram(jobs, other).commands.map((command) => command.name())).toEqual(names);
    }
  });

  test.each(paths)("teaches in `latchkey %s --help`", async (path) => {
    const ended = await desk.run([...path.split(" ").filter(Boolean), "--help"]);
    expect(ended).toMatchObject({ status: 0, stderr: "" });
    expect(ended.stdout).toMatch(/^Usage: latchkey/);
    expect(ended.stdout).toMatch(/\n {2}\$ /);
    expect(ended.stdout).toContain("--profile <name>");
  });

  test("leaves it to the width of the terminal where lines of its help end", () => {
    expect(textsOf(whole).filter((text) => text.includes("\n"))).toEqual([]);
  });

  test("shows its help, as an error, when it is not told what to do", async () => {
    const { status, stdout, stderr } = await desk.run([]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^Usage: latchkey.*\nError: A command is missing\.\nHint: /s);
  });

  test.each([
    ["", "A command is missing."],
    ["profile", "A command is missing."],
    ["help lisst", "Unknown command 'lisst'."],
  ])("says with --json, in one object and nothing else, what is wrong with `latchkey %s`", async (line, message) => {
    const { status, stdout, stderr } = await desk.run([...line.split(" ").filter(Boolean), "--json"]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(JSON.parse(stderr).error).toMatchObject({ code: "option", message, hint: expect.stringMatching(/--help/) });
  });

  test.each([
    [["lisst"], /Unknown command 'lisst'/, /Did you mean list\?/],
    [["list", "users/teams", "--limt", "3"], /Unknown option '--limt'/, /Did you mean --limit\?/],
    [["list"], /Missing required argument 'endpoint'/, /--help/],
    [["list", "users/teams", "--limit", "x"], /Give a whole number/, /--help/],
    [["get", "x", "--param", "broken"], /Give name=value/, /--help/],
    [["helios", "images", "CAM", "--from", "2018"], /'--out <directory>' not specified/, /--help/],
    [["login", "keystone", "--store", "cloud"], /Allowed choices are auto, file, keychain, memory/, /--help/],
    [["whoami", "--timeout", "0"], /Give seconds/, /--help/],
    [["sandbox", "mars"], /Allowed choices are keystone, helios, all/, /--help/],
  ])("refuses %j", async (args, message, hint) => {
    const ended = await desk.run(args);
    expect(ended).toMatchObject({ status: 2, stdout: "" });
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr).toMatch(hint);
    const { error } = JSON.parse((await desk.run([...args, "--json"])).stderr);
    expect(error).toMatchObject({ code: "option", exitCode: 2, message: expect.stringMatching(message) });
  });

  test.each(["--password", "--token", "--client-secret", "--secret", "--api-key"])(
    "accepts no %s among its arguments, and does not repeat it",
    async (name) => {
      for (const args of [[`${name}=canary-7`], [name, "canary-7"]]) {
        const ended = await desk.run(["login", "keystone", "--username", "admin", ...args]);
        expect(ended).toMatchObject({ status: 2, stdout: "" });
        expect(ended.stderr).toMatch(/-stdin/);
        expect(ended.stderr).not.toContain("canary");
      }
    },
  );
});

describe("completion", () => {
  test.each([
    ["bash", "complete -o default -F"],
    ["zsh", "#compdef latchkey"],
    ["fish", "complete -c latchkey"],
  ])("prints the script of %s", async (shell, expected) => {
    const ended = await desk.run(["completion", shell]);
    expect(ended).toMatchObject({ status: 0, stderr: "" });
    expect(ended.stdout).toContain(expected);
  });

  test.each([
    [["li"], /^list\t/m],
    [["helios", "cam"], /^cameras\t/m],
    [["get", "users/t"], /^users\/teams\t/m],
    [["login", "keystone", "--sto"], /^--store\t/m],
    [["login", "keystone", "--store", "key"], /^keychain\t/m],
    [["sandbox", "he"], /^helios\t/m],
  ])("goes on with %j", async (words, expected) => {
    const ended = await desk.run(["complete", "--", ...words]);
    expect(ended).toMatchObject({ status: 0, stderr: "" });
    expect(ended.stdout).toMatch(expected);
  });
});

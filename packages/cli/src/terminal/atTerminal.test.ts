import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { type HeliosBox, type KeystoneBox, startHelios, startKeystone } from "@latchkey/sandbox";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDesk } from "../testbed/latchkey.ts";
import { noTerminal, runAtTerminal } from "../testbed/pseudoTerminal.ts";

if (noTerminal !== undefined) process.stderr.write(`Terminal tests are skipped: ${noTerminal}.\n`);

let keystone: KeystoneBox;
let helios: HeliosBox;

beforeAll(async () => {
  [keystone, helios] = await Promise.all([startKeystone({ seed: 1, throttle: false }), startHelios()]);
});

afterAll(() => Promise.all([keystone.close(), helios.close()]));

/** What a terminal shows, without the sequences that style it and move its cursor. */
function plain(shown: string): string {
  return stripVTControlCharacters(shown).replaceAll("\r\n", "\n");
}

describe.skipIf(noTerminal !== undefined)("at a terminal", () => {
  test("login asks for what is missing, and does not show the password", async () => {
    const desk = openDesk();
    const { status, shown } = await runAtTerminal(desk, ["login", "keystone"], {
      typing: [
        [/Address of the Keystone server/, `${keystone.url}\r`],
        [/User name/, "admin\r"],
        [/Password of admin/, "quickstart\r"],
      ],
    });
    expect(plain(shown)).toContain(`Signed in to ${keystone.url} as admin.`);
    expect(shown).not.toContain("quickstart");
    expect(status).toBe(0);
    expect(await desk.run(["whoami"])).toMatchObject({ status: 0 });
  });

  test("login helios asks for the client and its secret", async () => {
    const desk = openDesk();
    const { status, shown } = await runAtTerminal(desk, ["login", "helios", "--url", helios.url], {
      typing: [
        [/Client id/, "sandbox\r"],
        [/Client secret of sandbox/, "sandbox-secret\r"],
      ],
    });
    expect(plain(shown)).toContain(`Signed in to ${helios.url} as sandbox.`);
    expect(shown).not.toContain("sandbox-secret");
    expect(status).toBe(0);
  });

  test("Ctrl-C at a question ends the command with 130", async () => {
    const desk = openDesk();
    const args = ["login", "keystone", "--url", keystone.url];
    const { status } = await runAtTerminal(desk, args, { typing: [[/User name/, "\u0003"]] });
    expect(status).toBe(130);
  });

  test("Ctrl-D ends it too, and gives the cursor back", async () => {
    const desk = openDesk();
    const args = ["login", "keystone", "--url", keystone.url];
    const { status, shown } = await runAtTerminal(desk, args, { typing: [[/User name/, "\u0004"]] });
    expect(status).toBe(130);
    expect(shown.lastIndexOf("\u001b[?25h")).toBeGreaterThan(shown.lastIndexOf("\u001b[?25l"));
  });

  test("an address that is none is asked for again at once, before a name and a password are typed", async () => {
    const desk = openDesk();
    const { status, shown } = await runAtTerminal(desk, ["login", "keystone"], {
      typing: [
        [/Address of the Keystone server/, "localhost\r"],
        [/Begin it with https/, "\u0003"],
      ],
    });
    expect(status).toBe(130);
    expect(plain(shown)).not.toContain("User name");
  });

  test("tables fit, headings are bold, and what does not fit is named", async () => {
    const desk = openDesk();
    const login = ["login", "keystone", "--url", keystone.url, "--username", "admin", "--password-stdin"];
    await desk.run(login, { input: "quickstart" });
    for (const columns of [100, 50]) {
      const { status, shown } = await runAtTerminal(desk, ["list", "users/users", "--limit", "5"], { columns });
      expect(status).toBe(0);
      expect(shown).toContain("\u001b[1mid");
      const lines = plain(shown).trimEnd().split("\n");
      const table = lines.slice(0, 6);
      for (const line of table) expect(line.length).toBeLessThanOrEqual(columns);
      expect(lines.at(-1)).toMatch(/^No room for .*: choose with --columns/);
    }
    const wide = await runAtTerminal(desk, ["list", "users/teams"], { columns: 30 });
    expect(plain(wide.shown)).toMatch(/…/);
    const json = await runAtTerminal(desk, ["get", "users/teams/1", "--json"]);
    expect(JSON.parse(plain(json.shown))).toMatchObject({ id: 1 });
  });

  test.each([
    ["NO_COLOR", { NO_COLOR: "1" }],
    ["a dumb terminal", { TERM: "dumb" }],
  ])("%s switches colours off", async (_what, extra) => {
    const desk = openDesk();
    for (const args of [["doctor"], ["nonsense"]]) {
      const { shown } = await runAtTerminal(desk, args, { extra });
      expect(shown).not.toContain("\u001b[");
    }
  });

  test("errors are red, and --json is one line all the same", async () => {
    const desk = openDesk();
    const { status, shown } = await runAtTerminal(desk, ["get", "users/teams"]);
    expect(status).toBe(2);
    expect(shown).toContain("\u001b[31mError:\u001b[39m");
    const json = await runAtTerminal(desk, ["get", "users/teams", "--json"]);
    expect(JSON.parse(json.shown)).toMatchObject({ error: { exitCode: 2 } });
  });

  test("a batch of images shows how far it is, and leaves a summary", async () => {
    const desk = openDesk();
    const login = ["login", "helios", "--url", helios.url, "--client-id", "sandbox", "--secret-stdin"];
    await desk.run(login, { input: "sandbox-secret" });
    const out = join(desk.home, "images");
    const hour = ["--from", "2018-01-01T12:00Z", "--to", "2018-01-01T12:30Z"];
    const { status, shown } = await runAtTerminal(desk, ["helios", "images", "TL-15939", ...hour, "--out", out]);
    expect(status).toBe(0);
    expect(plain(shown)).toMatch(/\r█+ 4 of 4 images, /);
    expect(plain(shown)).toMatch(/4 of 4 images in .*: 4 saved/);
  });

  test.each([
    [40, /^█+ 4 of 4 images, /],
    [24, /^4 of 4 images, /],
    [12, /^4 of 4 ima…$/],
  ])("at %d columns what shows how far it is stays on its line", async (columns, last) => {
    const desk = openDesk();
    const login = ["login", "helios", "--url", helios.url, "--client-id", "sandbox", "--secret-stdin"];
    await desk.run(login, { input: "sandbox-secret" });
    const hour = ["--from", "2018-01-01T12:00Z", "--to", "2018-01-01T12:30Z"];
    const args = ["helios", "images", "TL-15939", ...hour, "--out", join(desk.home, "images")];
    const { shown } = await runAtTerminal(desk, args, { columns });
    // Each begins by going back to the start of the line.
    const drawn = shown.split("\r\u001b[K").slice(1, -1);
    expect(drawn.at(-1)).toMatch(last);
    for (const line of drawn) expect(line.length).toBeLessThan(columns);
  });

  test("a sandbox ends at Ctrl-C", async () => {
    const desk = openDesk();
    const { status, shown } = await runAtTerminal(desk, ["sandbox", "keystone"], {
      typing: [[/Ctrl-C ends it/, "\u0003"]],
    });
    expect(plain(shown)).toMatch(/keystone {2}http:\/\/127\.0\.0\.1:\d+\n {2}username: admin\n/);
    expect(status).toBe(130);
  });
});

describe("without a terminal", () => {
  test.each([
    [["login", "keystone"], /Address of the Keystone server is missing.*\nHint: Pass --url/],
    [["login", "keystone", "--url", "http://127.0.0.1:1"], /User name is missing/],
    [["login", "keystone", "--url", "http://127.0.0.1:1", "--username", "ada"], /Password of ada is missing/],
    [["login", "helios"], /Client id is missing/],
    [["login", "helios", "--client-id", "x"], /Client secret of x is missing/],
    [["login", "helios", "--client-id", "x", "--secret-stdin"], /The client secret was to be read .* which is empty/],
  ])("%j asks nobody", async (args, message) => {
    const ended = await openDesk().run(args);
    expect(ended).toMatchObject({ status: 2, stdout: "", stderr: expect.stringMatching(message) });
  });
});

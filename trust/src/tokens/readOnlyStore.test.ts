import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AsyncKeystoneClient, KeystoneClient } from "@latchkey/keystone";
import { type HeliosBox, type KeystoneBox, startHelios, startKeystone } from "@latchkey/sandbox";
import { AsyncSession, clientCredentials, fileStore, Session } from "@latchkey/session";
import { promised } from "@latchkey/session/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const posix = process.platform !== "win32";
const root = process.getuid?.() === 0;

let helios: HeliosBox;
let keystone: KeystoneBox;

beforeAll(async () => {
  helios = await startHelios({ throttle: false, thread: true });
  keystone = await startKeystone({ throttle: false, thread: true });
});

afterAll(async () => {
  await helios.close();
  await keystone.close();
});

/** Runs a test in a private directory that turns read-only when told to: by a mount for root, whom no mode stops. */
async function inDirectory(body: (directory: string, seal: () => void) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "latchkey-sealed-"));
  if (root) execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m,mode=0700", "tmpfs", directory]);
  const seal = (): void => {
    if (root) execFileSync("mount", ["-o", "remount,ro", directory]);
    else chmodSync(directory, 0o500);
  };
  try {
    await body(directory, seal);
  } finally {
    if (root) execFileSync("umount", [directory]);
    else chmodSync(directory, 0o700);
    rmSync(directory, { recursive: true });
  }
}

const contents = (directory: string): [string, string][] =>
  readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), "utf8")]);

describe.runIf(posix).each(["async", "blocking"] as const)("a store that turned read-only, %s", (mode) => {
  test("costs a warning: tokens are renewed and used, and the old file stays as it is", async () => {
    await inDirectory(async (directory, seal) => {
      const warnings: string[] = [];
      const auth = clientCredentials({
        tokenUrl: `${helios.url}/oauth/token`,
        ...helios.credentials,
        store: fileStore(directory),
        onWarning: ({ message }) => void warnings.push(message),
      });
      const options = { url: helios.url, auth };
      const session = mode === "async" ? new AsyncSession(options) : promised<AsyncSession>(new Session(options));
      const search = async (): Promise<number> => (await session.httpGet("cameras", { params: { limit: 1 } })).status;
      expect(await search()).toBe(200);
      const kept = contents(directory);
      expect(kept).toHaveLength(1);
      seal();
      await helios.revokeTokens();
      expect(await search()).toBe(200);
      expect(contents(directory)).toEqual(kept);
      expect(warnings.join()).toMatch(/EROFS|EACCES/);
      await session.close();
    });
  });

  test("lets a Keystone client sign in, work and sign out, and what it still holds does not sign in again", async () => {
    await inDirectory(async (directory, seal) => {
      const options = { url: keystone.url, store: fileStore(directory) };
      const client =
        mode === "async"
          ? new AsyncKeystoneClient(options)
          : promised<AsyncKeystoneClient>(new KeystoneClient(options));
      await client.login(keystone.credentials);
      const kept = contents(directory);
      expect(kept).toHaveLength(1);
      seal();
      await client.login(keystone.credentials);
      expect(await client.whoami()).toMatchObject({ username: "admin" });
      expect(contents(directory)).toEqual(kept);
      await client.logout();
      expect(await client.isAuthenticated()).toBe(false);
      await client.close();
    });
  });
});

import type { Box } from "../box/box.ts";
import type { BoxOptions } from "../box/boxOptions.ts";
import { startBox } from "../box/startBox.ts";
import { type KeystoneCredentials, kind } from "./kind.ts";

/** A running Keystone server. */
export interface KeystoneBox extends Box<KeystoneCredentials> {
  /**
   * Makes the API token of a user, for `Authorization: Token …`: 40 hex digits. The API has no way to get one.
   *
   * @throws Error when there is no such user
   */
  createToken(username: string): Promise<string>;
  /**
   * Adds plain users, `user2`, `user3` and so on by their ids, much faster than the API could: for tests of long lists. They have no
   * history and cannot log in.
   *
   * @throws RangeError when `count` is not a positive whole number; Error, and none is added, when one of the names is taken
   */
  addUsers(count: number): Promise<void>;
}

/**
 * Starts an embedded Keystone server: the whole HTTP API over a real database, with the user `admin` / `quickstart`.
 *
 * It answers as Keystone 0.10.9 does, but for the crashes of the real server, which are 4xx in JSON here.
 *
 * @example
 * await using box = await startKeystone({ throttle: false });
 * await fetch(`${box.url}/version/`).then((reply) => reply.text()); // "0.10.9"
 * await box.fault({ kind: "status", status: 503, match: { path: "/users/teams/" } });
 *
 * @throws TypeError for a bad option, naming it; Error when the port or the data directory is taken.
 */
export async function startKeystone(options?: BoxOptions): Promise<KeystoneBox> {
  const { command, ...box } = await startBox(kind, options);
  return {
    ...box,
    async advance(ms) {
      await box.advance(ms);
      await command("saveClock", "");
    },
    createToken: async (username) => String(await command("createToken", username)),
    addUsers: async (count) => {
      await command("addUsers", String(count));
    },
  };
}

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AsyncHeliosSession, type HeliosOptions, HeliosSession } from "@latchkey/helios";
import { AsyncSession, clientCredentials, Session } from "@latchkey/session";
import { promised } from "@latchkey/session/testing";
import type { Operation, Place } from "./operation.ts";

/** A token that a call of the core needs, asked for when it is first needed. */
const token: Operation = {
  name: "token",
  server: "helios",
  target: { method: "POST", path: "/oauth/token" },
  async prepare({ site, origin, mode, options, timing }) {
    const url = `${origin}/v1`;
    const make = (): AsyncSession => {
      const auth = clientCredentials({ tokenUrl: `${url}/oauth/token`, ...site.helios.credentials });
      const all = { url, auth, ...options };
      return mode === "async" ? new AsyncSession(all) : promised<AsyncSession>(new Session(all));
    };
    const get = async (session: AsyncSession, time = {}): Promise<unknown> =>
      (await session.httpGet("session", time)).raiseForStatus().json();
    const session = make();
    return {
      run: () => get(session, timing),
      async intact() {
        // The first session may rest a moment after a failure; another one need not.
        const other = make();
        await get(other);
        await other.close();
      },
      close: () => session.close(),
    };
  },
};

/** Whether a token that is held, and kept in a file, is still good. */
const check: Operation = {
  name: "check",
  server: "helios",
  target: { method: "GET", path: "/v1/session" },
  async prepare(place) {
    const { door, origin, directory } = place;
    let session = open(place, door.origin);
    await session.startSession();
    const file = tokenFile(directory);
    const kept = readFileSync(file, "utf8");
    if (origin !== door.origin) {
      await session.close();
      writeFileSync(file, kept.replaceAll(door.origin, origin));
      session = open(place, origin);
    }
    return {
      run: () => session.verifyToken(place.timing),
      async intact() {
        if (!(await session.verifyToken())) throw new Error("The token was lost.");
        if (readFileSync(tokenFile(directory), "utf8") !== kept) throw new Error("The token file was changed.");
      },
      close: () => session.close(),
    };
  },
};

function open({ site, mode, directory, options }: Place, origin: string): AsyncHeliosSession {
  const all: HeliosOptions = {
    apiUrl: `${origin}/v1`,
    baseDir: directory,
    ...site.helios.credentials,
    ...options,
  };
  return mode === "async" ? new AsyncHeliosSession(all) : promised<AsyncHeliosSession>(new HeliosSession(all));
}

/** Path of the one token file. */
function tokenFile(directory: string): string {
  const tokens = join(directory, ".tokens");
  const [name = "", ...others] = readdirSync(tokens).filter((file) => !file.startsWith("."));
  if (others.length > 0) throw new Error(`Beside the token there are ${others.join(", ")}.`);
  return join(tokens, name);
}

export const heliosOperations: readonly Operation[] = [token, check];

import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { ResolvedBoxOptions } from "../box/boxOptions.ts";
import type { Clock } from "../box/clock.ts";
import { openDatabase } from "../box/openDatabase.ts";
import { hashSecret } from "../box/passwordHash.ts";
import type { ServerKind } from "../box/service.ts";
import { createThrottle } from "./auth/throttle.ts";
import { restoreClock, saveClock } from "./clockAhead.ts";
import { type Database, idOf, type Row, type Tables } from "./database.ts";
import { openMediaStore } from "./record/mediaStore.ts";
import { RequestJournal } from "./requestJournal.ts";
import { schema } from "./schema.ts";
import { fill } from "./seed/fill.ts";
import { serve } from "./serve.ts";
import { createStamper, type Site } from "./site.ts";
import { createRoutes } from "./view/routes.ts";
import { views } from "./view/views.ts";

/** What the Keystone sandbox's first user logs in with, as in the real quickstart. */
export interface KeystoneCredentials {
  username: string;
  password: string;
}

const credentials: KeystoneCredentials = { username: "admin", password: "quickstart" };

/** The Keystone server, as the box starts it. */
export const kind: ServerKind<KeystoneCredentials> = {
  name: "Keystone",
  module: import.meta.url,
  async open({ data, seed, throttle }, clock) {
    const db: Database = await openDatabase<Tables>(data, "keystone.sqlite", schema);
    const site = await openSite(db, { data, seed, throttle }, clock).catch(async (error: unknown) => {
      await db.destroy();
      throw error;
    });
    return {
      credentials,
      fetch: (request, peer) => serve(site, db, request, peer),
      commands: {
        createToken: (username) => createToken(db, username),
        addUsers: (count) => addUsers(db, site, Number(count)),
        saveClock: () => saveClock(db, clock),
      },
      close: () => db.destroy(),
    };
  },
};

/** Opens what is behind the server, and fills it when it is new. */
async function openSite(
  db: Database,
  { data, seed, throttle }: Pick<ResolvedBoxOptions, "data" | "seed" | "throttle">,
  clock: Clock,
): Promise<Site> {
  await restoreClock(db, clock);
  const site: Site = {
    clock,
    stamp: createStamper(clock),
    throttle: createThrottle(clock, throttle),
    media: await openMediaStore(data),
    journal: new RequestJournal(db),
    views,
    routes: createRoutes(views),
  };
  await fill(site, db, credentials, seed);
  return site;
}

/** Makes an API token for a user, as `manage.py drf_create_token` does; a user has one, so an older one ends. */
async function createToken(db: Database, username: string): Promise<string> {
  const { rows } = await sql<Row>`SELECT id FROM users WHERE username = ${username}`.execute(db);
  if (rows[0] === undefined) throw new Error(`createToken("${username}"): there is no such user.`);
  const token = randomBytes(20).toString("hex");
  await sql`DELETE FROM tokens WHERE "user" = ${idOf(rows[0])}`.execute(db);
  await sql`INSERT INTO tokens (key, "user") VALUES (${hashSecret(token)}, ${idOf(rows[0])})`.execute(db);
  return token;
}

/** Adds users by the thousand. They have no history and a password that nothing matches. */
async function addUsers(db: Database, site: Site, count: number): Promise<void> {
  if (!Number.isSafeInteger(count) || count < 1)
    throw new RangeError(`addUsers(${count}): give a whole number, 1 or more.`);
  // The number of a user who was deleted is not given again, so the newest user does not tell which comes next.
  const numbers = sql`n (i) AS (SELECT (SELECT seq FROM sqlite_sequence WHERE name = 'users') + 1
    UNION ALL SELECT i + 1 FROM n LIMIT ${count})`;
  const taken = await sql<Row>`WITH RECURSIVE ${numbers}
    SELECT username FROM users WHERE username IN (SELECT 'user' || i FROM n) LIMIT 1`.execute(db);
  if (taken.rows[0] !== undefined)
    throw new Error(`addUsers(${count}): there is a user "${String(taken.rows[0]["username"])}" already.`);
  await sql`WITH RECURSIVE ${numbers}
    INSERT INTO users (id, username, password, first_name, last_name, is_superuser, is_active, is_staff, is_ldap_user, date_joined)
    SELECT i, 'user' || i, '!', 'User', 'Number ' || i, 0, 1, 0, 0, ${site.stamp()} FROM n`.execute(db);
}

import { sql } from "kysely";
import { hashPassword } from "../../box/passwordHash.ts";
import type { Call } from "../call.ts";
import type { Database } from "../database.ts";
import { emptyBody } from "../http/body.ts";
import { models } from "../model/models.ts";
import { insertRecord } from "../record/write.ts";
import type { Site } from "../site.ts";
import { seedCenter } from "./seedCenter.ts";

/** Fills an empty database: the first user, and with a seed a whole computing centre. One that has been filled is left alone. */
export async function fill(
  site: Site,
  db: Database,
  { username, password }: { username: string; password: string },
  seed: number | undefined,
): Promise<void> {
  const filled = await sql`SELECT 1 FROM marks WHERE name = 'filled'`.execute(db);
  if (filled.rows.length > 0) return;
  const hash = await hashPassword(password);
  await db.transaction().execute(async (transaction) => {
    const call = systemCall(site, transaction);
    const values = { username, password: hash, is_staff: 1, is_superuser: 1 };
    await insertRecord(call, models.users, { values, links: {}, uploads: {} });
    if (seed !== undefined) await seedCenter(call, seed, hash);
    await sql`INSERT INTO marks (name) VALUES ('filled')`.execute(transaction);
  });
}

/** A call in nobody's name, for writes that no request asked for. */
function systemCall(site: Site, db: Database): Call {
  return {
    site,
    db,
    inTransaction: true,
    method: "POST",
    url: new URL("http://localhost/"),
    headers: new Headers(),
    peer: { address: "", port: 0 },
    cid: "",
    user: undefined,
    session: undefined,
    actor: null,
    body: async () => emptyBody,
    cookies: [],
  };
}

import type { Kysely } from "kysely";
import type { Tables } from "./tables.ts";

export async function readSetting(db: Kysely<Tables>, name: string): Promise<string | undefined> {
  const rows = await db.selectFrom("settings").select("value").where("name", "=", name).execute();
  return rows[0]?.value;
}

export async function writeSetting(db: Kysely<Tables>, name: string, value: string): Promise<void> {
  await db
    .insertInto("settings")
    .values({ name, value })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ value }))
    .execute();
}

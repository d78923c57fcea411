import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { openDatabase } from "./openDatabase.ts";

interface Tables {
  note: { id?: number; text: string; done: boolean | number };
}
const schema = "CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, text TEXT, done INTEGER)";

test("stores and finds again on the same directory, and only once at a time", async () => {
  const data = await mkdtemp(join(tmpdir(), "latchkey-"));
  try {
    const first = await openDatabase<Tables>(join(data, "new"), "t.sqlite", schema);
    const row = await first.insertInto("note").values({ text: "a", done: true }).returningAll().executeTakeFirst();
    expect(row).toEqual({ id: 1, text: "a", done: 1 });
    await expect(openDatabase(join(data, "new"), "t.sqlite", schema)).rejects.toThrow("in use by another process");
    await first.destroy();
    const second = await openDatabase<Tables>(join(data, "new"), "t.sqlite", schema);
    expect(await second.selectFrom("note").selectAll().execute()).toEqual([{ id: 1, text: "a", done: 1 }]);
    await second.destroy();
  } finally {
    await rm(data, { recursive: true });
  }
});

test("a directory that cannot be is told with the option's name", async () => {
  const directory = await mkdtemp(join(tmpdir(), "latchkey-"));
  try {
    const file = join(directory, "file");
    await writeFile(file, "mine");
    const told = (why: string): RegExp => new RegExp(`${why}.* Give another "data" directory\\.$`);
    await expect(openDatabase(file, "t.sqlite", schema)).rejects.toThrow(told("it is no directory"));
    await expect(openDatabase(join(file, "in"), "t.sqlite", schema)).rejects.toThrow(told("it cannot be made"));
    await expect(openDatabase(file, "t.sqlite", schema)).rejects.toMatchObject({ code: "EEXIST" });
    expect(await readFile(file, "utf8")).toBe("mine");
  } finally {
    await rm(directory, { recursive: true });
  }
});

// Node's own `recursive` would never end here.
test.runIf(process.platform === "linux")("a directory where the system makes none is told at once", async () => {
  for (const path of ["/proc/none", "/proc/none/below"])
    await expect(openDatabase(path, "t.sqlite", schema)).rejects.toThrow("it cannot be made (ENOENT)");
});

test("an object is refused instead of ending the process", async () => {
  const db = await openDatabase<Tables>(":memory:", "t.sqlite", schema);
  await expect(sql`SELECT ${{}}`.execute(db)).rejects.toThrow("cannot be stored");
  expect((await sql<{ n: number }>`SELECT ${true} AS n`.execute(db)).rows).toEqual([{ n: 1 }]);
  await db.destroy();
});

import { sql } from "kysely";
import { type Call, inTransaction, isStaff, type Method } from "../call.ts";
import type { Row } from "../database.ts";
import { emptyBody } from "../http/body.ts";
import { problems } from "../http/problem.ts";
import type { Reply } from "../http/reply.ts";
import { listRecords } from "../list/listRecords.ts";
import type { Model } from "../model/model.ts";
import { serialize } from "../record/serialize.ts";
import { validate } from "../record/validate.ts";
import { findRow, insertRecord, removeRecord, updateRecord } from "../record/write.ts";
import { describeFields } from "./describeFields.ts";
import type { Handler, View } from "./view.ts";

/** The views of a model: its collection and, if it has one, its item. */
export function resourceViews(model: Model): View[] {
  const { path } = model;
  if (path === undefined) return [];
  const common = { name: model.title, staffOnly: model.staffOnly ?? false };
  const collection: View = {
    ...common,
    path,
    handlers: pick(model.collection ?? ["GET", "POST"], {
      GET: async (call) => ({ status: 200, body: await listRecords(call, model) }),
      POST: (call) => write(call, (inner) => create(inner, model)),
    }),
    permit: async (call) => {
      if (call.method === "POST" && !isStaff(call)) await may(model.permissions.create?.(call));
    },
    actions: async (call) => ((await mayCreate(call, model)) ? { POST: describeFields(model) } : {}),
  };
  const methods = model.item ?? ["GET", "PUT", "PATCH", "DELETE"];
  const change: Handler = (call, id) =>
    write(call, async (inner) =>
      show(inner, model, await update(inner, model, await find(inner, model, id, "update"))),
    );
  if (methods.length === 0) return [collection];
  const item: View = {
    ...common,
    path: `${path}{id}/`,
    handlers: pick(methods, {
      GET: async (call, id) => show(call, model, await find(call, model, id, "read")),
      PUT: change,
      PATCH: change,
      DELETE: (call, id) => write(call, async (inner) => remove(inner, model, await find(inner, model, id, "remove"))),
    }),
    actions: async () => (methods.some((method) => method === "PUT") ? { PUT: describeFields(model) } : {}),
  };
  return [collection, item];
}

function pick(methods: readonly Method[], handlers: Partial<Record<Method, Handler>>): View["handlers"] {
  return Object.fromEntries(methods.map((method) => [method, handlers[method]]));
}

async function may(answer: boolean | Promise<boolean> | undefined): Promise<void> {
  if ((await answer) === false) throw problems.forbidden();
}

async function mayCreate(call: Call, model: Model): Promise<boolean> {
  if ((model.collection ?? ["POST"]).every((method) => method !== "POST")) return false;
  return isStaff(call) || ((await model.permissions.create?.({ ...call, body: async () => emptyBody })) ?? true);
}

/** The record of an item's URL, when the caller may do this to it: 404 where it is out of sight, 403 where it is out of reach. */
async function find(call: Call, model: Model, id: string, what: "read" | "update" | "remove"): Promise<Row> {
  if (!/^\d+$/.test(id)) throw problems.notFound();
  const scope = isStaff(call) ? undefined : model.itemScope?.(call);
  const row =
    scope === undefined
      ? await findRow(call, model, Number(id))
      : (await sql<Row>`SELECT * FROM ${sql.table(model.key)} WHERE id = ${Number(id)} AND ${scope}`.execute(call.db))
          .rows[0];
  if (row === undefined) throw problems.noMatch(model.name);
  if (isStaff(call) && !model.permissions.staffToo) return row;
  await may(model.permissions[what]?.(call, row));
  return row;
}

async function show(call: Call, model: Model, row: Row): Promise<Reply> {
  return { status: 200, body: (await serialize(call, model, [row]))[0] ?? null };
}

/** Runs a write in one transaction, once its body has arrived: nobody else should wait for a slow upload. */
async function write(call: Call, work: (call: Call) => Promise<Reply>): Promise<Reply> {
  // What is wrong with the body is said when its turn comes, after what is wrong with the URL.
  await call.body().catch(() => undefined);
  return inTransaction(call, work);
}

async function create(call: Call, model: Model): Promise<Reply> {
  const draft = await validate(call, model, await call.body(), { existing: undefined, partial: false });
  return { ...(await show(call, model, await insertRecord(call, model, draft))), status: 201 };
}

async function update(call: Call, model: Model, existing: Row): Promise<Row> {
  const draft = await validate(call, model, await call.body(), { existing, partial: call.method === "PATCH" });
  return updateRecord(call, model, existing, draft);
}

async function remove(call: Call, model: Model, row: Row): Promise<Reply> {
  const reason = model.keeps?.(call, row);
  if (reason !== undefined) throw problems.conflict(reason);
  await removeRecord(call, model, row);
  return { status: 204 };
}

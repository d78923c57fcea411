import { sql } from "kysely";
import type { Call } from "../call.ts";
import { idOf, type Row } from "../database.ts";
import type { Json } from "../http/json.ts";
import type { Model } from "../model/model.ts";
import { contentTypeOf } from "../schema.ts";
import { historyText } from "./output.ts";

/** What happened to a record, as the audit log numbers it. */
export const auditActions = { create: 0, update: 1, delete: 2 } as const;

/**
 * Writes the audit entry for a change; none for a model without history or an update that changed nothing. A password's hash
 * appears with its first half masked, as on the real server: the half with the salt.
 */
export async function recordChange(
  call: Call,
  model: Model,
  action: keyof typeof auditActions,
  { before, after }: { before?: Row; after?: Row },
): Promise<void> {
  if (model.history === undefined) return;
  const row = after ?? before;
  if (row === undefined) return;
  const changes: Record<string, Json> = {};
  for (const name of ["id", ...Object.keys(model.fields)]) {
    const field = model.fields[name];
    if (field?.kind === "references" || name === "last_login" || (field?.stamp === "saved" && action === "update"))
      continue;
    const [old, now] = [historyText(field, before?.[name]), historyText(field, after?.[name])];
    if (old !== now) changes[name] = name === "password" ? [half(old), half(now)] : [old, now];
  }
  if (action === "create") for (const [name, text] of Object.entries(model.history)) changes[name] = ["None", text];
  if (action === "update" && Object.keys(changes).length === 0) return;
  const entry: Row = {
    action: auditActions[action],
    record_name: `${model.app} | ${model.name}`,
    object_pk: String(row["id"]),
    object_id: idOf(row),
    object_repr: (await model.label?.(row, call)) ?? String(row["id"]),
    changes: JSON.stringify(changes),
    changes_text: "",
    cid: call.cid === "" ? null : call.cid,
    remote_addr: call.peer.address,
    remote_port: call.peer.port,
    timestamp: call.site.stamp(),
    actor: call.actor,
    actor_email: call.actor === null ? null : (call.user?.["email"] ?? null),
    content_type: contentTypeOf(model),
  };
  const names = Object.keys(entry).map((name) => sql.ref(name));
  await sql`INSERT INTO audit (${sql.join(names)}) VALUES (${sql.join(Object.values(entry))})`.execute(call.db);
}

function half(hash: string): string {
  return hash === "None" ? hash : "*".repeat(hash.length >> 1) + hash.slice(hash.length >> 1);
}

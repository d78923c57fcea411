import type { Json, JsonObject } from "../http/json.ts";
import { filtersOf } from "../list/filterTable.ts";
import type { Model } from "../model/model.ts";
import { models } from "../model/models.ts";
import { version } from "../site.ts";
import type { View } from "../view/view.ts";
import { answerSchema, bodySchema, fieldSchema } from "./schemas.ts";

/** An OpenAPI 3.0.3 description of the views, with the models' schemas and filters. */
export function describeApi(views: readonly View[]): JsonObject {
  const served = Object.values(models).filter(({ path }) => path !== undefined);
  return {
    openapi: "3.0.3",
    info: { title: "Keystone HPC REST API", version },
    paths: Object.fromEntries(views.map((view) => [view.path, describePath(view)])),
    components: {
      schemas: Object.fromEntries(served.flatMap((model) => Object.entries(schemasOf(model)))),
      securitySchemes: {
        cookieAuth: { type: "apiKey", in: "cookie", name: "sessionid" },
        tokenAuth: { type: "apiKey", in: "header", name: "Authorization" },
      },
    },
  };
}

/** The name of a model's answers; users are shown in a restricted form. */
function schemaName({ name }: Model): string {
  return name === "User" ? "RestrictedUser" : name;
}

function schemasOf(model: Model): JsonObject {
  const name = schemaName(model);
  const page = {
    type: "object",
    required: ["count", "next", "previous", "results"],
    properties: {
      count: { type: "integer" },
      next: { type: "string", nullable: true, format: "uri" },
      previous: { type: "string", nullable: true, format: "uri" },
      results: { type: "array", items: reference(name) },
    },
  };
  const writable = (model.collection ?? ["POST"]).includes("POST") || (model.item ?? []).includes("PATCH");
  return {
    [name]: answerSchema(model),
    [`Paginated${name}List`]: page,
    ...(writable
      ? { [`${name}Request`]: bodySchema(model, false), [`Patched${name}Request`]: bodySchema(model, true) }
      : {}),
  };
}

const reference = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });

function describePath(view: View): JsonObject {
  const model = Object.values(models).find(
    ({ path }) => path !== undefined && (path === view.path || `${path}{id}/` === view.path),
  );
  const base = view.path
    .replace(/^\/|\{id\}|\/$/g, "")
    .replaceAll(/[^a-z]+/g, "_")
    .replace(/_$/, "");
  return Object.fromEntries(
    Object.keys(view.handlers).map((method) => [method.toLowerCase(), operation(view, method, base, model)]),
  );
}

const verbs: Record<string, string> = { POST: "create", PUT: "update", PATCH: "partial_update", DELETE: "destroy" };

function operation(view: View, method: string, base: string, model: Model | undefined): JsonObject {
  const isItem = view.path.endsWith("{id}/");
  const isList = model !== undefined && method === "GET" && !isItem;
  const parameters: Json[] = isItem ? [{ in: "path", name: "id", required: true, schema: { type: "integer" } }] : [];
  const filtered = isList ? model : view.filters;
  if (filtered !== undefined) parameters.push(...(isList ? paging : []), ...listParameters(filtered));
  const status = method === "DELETE" ? "204" : method === "POST" && model !== undefined ? "201" : "200";
  const name = model === undefined ? undefined : isList ? `Paginated${schemaName(model)}List` : schemaName(model);
  const content = { [view.renders?.[0] ?? "application/json"]: { schema: name === undefined ? {} : reference(name) } };
  const body =
    model === undefined ? {} : reference(`${method === "PATCH" ? "Patched" : ""}${schemaName(model)}Request`);
  const types = view.parses ?? ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"];
  return {
    operationId: `${base}_${verbs[method] ?? (isList ? "list" : "retrieve")}`,
    tags: [view.name],
    ...(view.public ? {} : { security: [{ tokenAuth: [] }, { cookieAuth: [] }] }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(["POST", "PUT", "PATCH"].includes(method)
      ? { requestBody: { content: Object.fromEntries(types.map((type) => [type, { schema: body }])) } }
      : {}),
    responses: { [status]: { description: "", ...(status === "204" ? {} : { content }) } },
  };
}

const query = (name: string, schema: Json): Json => ({ name, in: "query", required: false, schema });
const paging = [query("_limit", { type: "integer" }), query("_offset", { type: "integer" })];

function listParameters(model: Model): Json[] {
  const filters = [...filtersOf(model).values()].map(({ parameter, field, lookup }) => {
    if (lookup === "isnull") return query(parameter, { type: "boolean" });
    const one = fieldSchema({ ...field, nullable: false, readOnly: false });
    return query(parameter, lookup === "in" || lookup === "not_in" ? { type: "array", items: one } : one);
  });
  return [query("_order", { type: "string" }), query("_search", { type: "string" }), ...filters];
}

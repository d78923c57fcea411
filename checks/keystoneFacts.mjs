// Holds the endpoint types of @latchkey/keystone against an OpenAPI document of the server:
//   node checks/keystoneFacts.mjs OPENAPI.json
// From each fact it makes an assertion in TypeScript, compiles them all against the built declarations, and lists the
// facts whose assertion does not hold: paths, methods, parameters, fields, what is required, nullable, one of a few.
// Where the real server is known to differ from its document, `corrections` says so.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const document = JSON.parse(readFileSync(resolve(process.argv[2] ?? "openapi.json"), "utf8"));

const withoutSearch = ["allocations/reviews", "allocations/attachments", "notifications/notifications", "logs/audit"];
const corrections = {
  /** Parameters that the document has and the types do not, with good reason. */
  omitsParameter(path, name, schema) {
    if (name === "_search" && withoutSearch.includes(path)) return "the server fails on it";
    if (path.startsWith("stats/") && name.startsWith("_")) return "it has no effect on statistics";
    if (/__(not_)?in$/.test(name) && schema.items?.type === "boolean") return "the server fails on lists of flags";
    if (/^password(__|$)/.test(name)) return "nobody should search password hashes";
    return undefined;
  },
  /** Fields whose type in TypeScript is known better than the document knows it. */
  types: new Map([
    ["AuditLogSummary.action", '"create" | "update" | "delete" | "access"'],
    ["AuditLog.action", '"create" | "update" | "delete" | "access"'],
  ]),
  /** Fields that are null at times though the document does not say so. */
  nullable: new Set(["AuditLogSummary._actor", "AuditLog._actor", "JobStepResult.body"]),
  /** Fields that are never null though the document says they may be. */
  present: new Set(["JobStepResult.ref"]),
  /** Answers that are text, or no body at all, whatever the document says. */
  withoutJson: new Set(["health/prom"]),
};

const lines = [
  `import type { Endpoints } from ${JSON.stringify(join(root, "packages/keystone/dist/index.js"))};`,
  "type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;",
  "type True<T extends true> = T;",
  "type Nothing<T extends never> = T;",
  "type Required<T, K extends keyof T> = {} extends Pick<T, K> ? false : true;",
  "type Json<B> = B extends { readonly json: infer T } ? T : never;",
  "type Sent<B> = B extends { readonly form: infer T; readonly files: infer F } ? T & F : never;",
];
const claims = new Map();

function claim(description, assertion) {
  lines.push(`export type A${lines.length} = ${assertion};`);
  claims.set(lines.length, description);
}

const union = (names) => (names.length === 0 ? "never" : names.map((name) => JSON.stringify(name)).join(" | "));

function claimKeys(description, type, names, besides = []) {
  claim(`${description}: missing in the types`, `Nothing<Exclude<${union(names)}, keyof ${type}>>`);
  claim(`${description}: unknown to the facts`, `Nothing<Exclude<keyof ${type}, ${union([...names, ...besides])}>>`);
}

function resolved(schema) {
  const parts = schema.$ref ? [schema] : (schema.allOf ?? schema.oneOf ?? []);
  const reference = parts
    .find((part) => part.$ref)
    ?.$ref.split("/")
    .at(-1);
  if (reference === undefined) return { schema, name: undefined };
  const target = document.components.schemas[reference];
  return { schema: { ...target, nullable: schema.nullable ?? target.nullable }, name: reference };
}

/** The TypeScript of a value that is neither object nor array; `undefined` where the document knows no type. */
function scalar(schema, sending) {
  if (schema.enum !== undefined) return union(schema.enum.filter((value) => value !== null && value !== ""));
  if (schema.type === "integer" || schema.type === "number") return "number";
  if (schema.type === "boolean") return "boolean";
  if (schema.type === "string") return sending && schema.format === "decimal" ? "number | string" : "string";
  return undefined;
}

const seen = new Map();

function claimValue(at, type, given, { sending, owner }) {
  const { schema, name } = resolved(given);
  const nullable = (schema.nullable === true && !corrections.present.has(owner)) || corrections.nullable.has(owner);
  const described = (text) => `${at}: the facts say ${text}`;
  if (name !== undefined && schema.properties !== undefined) {
    claim(
      described(nullable ? "it may be null" : "it is never null"),
      `True<Same<null extends ${type} ? true : false, ${nullable}>>`,
    );
    claimObject(at, `NonNullable<${type}>`, schema, name, sending);
    return;
  }
  if (schema.type === "array") {
    claim(described("a list"), `True<NonNullable<${type}> extends readonly unknown[] ? true : false>`);
    claimValue(`${at}[]`, `NonNullable<${type}>[number]`, schema.items, { sending, owner: `${owner}[]` });
    return;
  }
  const known = corrections.types.get(owner) ?? scalar(schema, sending);
  if (known !== undefined) {
    const expected = nullable ? `${known} | null` : known;
    claim(described(expected), `True<Same<Exclude<${type}, undefined>, ${expected}>>`);
  } else if (corrections.nullable.has(owner)) {
    claim(described("it may be null"), `True<Same<null extends ${type} ? true : false, true>>`);
  }
}

function claimObject(at, type, schema, name, sending) {
  const key = `${name} ${sending}`;
  const before = seen.get(key);
  if (before !== undefined) {
    claim(`${at}: not the type that is used elsewhere for ${name}`, `True<Same<${type}, ${before}>>`);
    return;
  }
  seen.set(key, type);
  const fields = Object.entries(schema.properties).filter(([, field]) => !(sending && field.readOnly === true));
  claimKeys(
    `${at} (${name})`,
    type,
    fields.map(([field]) => field),
  );
  for (const [field, value] of fields) {
    const place = `${type}[${JSON.stringify(field)}]`;
    // What the server answers, it answers whole: "required" is about what it is sent.
    const required = !sending || (schema.required ?? []).includes(field);
    claim(
      `${at}.${field}: the facts say ${required ? "it is always there" : "it can be left out"}`,
      `True<Same<Required<${type}, ${JSON.stringify(field)}>, ${required}>>`,
    );
    if (value.format === "binary") continue;
    claimValue(`${at}.${field}`, place, value, { sending, owner: `${name}.${field}` });
  }
}

function claimParameters(at, path, type, parameters) {
  const kept = parameters.filter(({ name, schema }) => corrections.omitsParameter(path, name, schema) === undefined);
  claimKeys(
    `${at}: parameters`,
    type,
    kept.map(({ name }) => name),
  );
  const choices = new Map(kept.filter(({ schema }) => schema.enum).map(({ name, schema }) => [name, schema]));
  for (const { name, schema } of kept) {
    const column = name.replace(/__.*$/, "");
    const list = schema.type === "array";
    // Where one value must be a choice, so must each of a list, and a bound; the document leaves those open.
    const open = list || schema.type === "integer" ? choices.get(column) : undefined;
    const one = open ?? (list ? schema.items : schema);
    let expected = scalar(one, true);
    if (one.format === "date-time") expected = "string | Date";
    // Decimals that a number would round may be written as text.
    if (column === "amount" && expected === "number") expected = "number | string";
    if (list) expected = `readonly (${expected})[]`;
    if (name === "_order") expected = "string | readonly string[]";
    const place = `${type}[${JSON.stringify(name)}]`;
    claim(`${at}: parameter ${name}: the facts say ${expected}`, `True<Same<${place}, (${expected}) | undefined>>`);
  }
}

const paths = Object.entries(document.paths).map(([path, methods]) => ({
  path: path.replace(/^\/|\/$/g, ""),
  methods,
}));
const tops = paths.map(({ path }) => path.replace(/\/\{id\}$/, ""));
claimKeys("paths", "Endpoints", [...new Set(tops)]);
for (const { path, methods } of paths) {
  const item = path.endsWith("/{id}");
  const top = `Endpoints[${JSON.stringify(path.replace(/\/\{id\}$/, ""))}]`;
  const type = item ? `${top}["item"]` : top;
  const besides = item ? [] : ["row", ...(paths.some((other) => other.path === `${path}/{id}`) ? ["item"] : [])];
  claimKeys(
    `${path}: methods`,
    type,
    Object.keys(methods).map((method) => method.toUpperCase()),
    besides,
  );
  for (const [method, { parameters = [], requestBody, responses }] of Object.entries(methods)) {
    const at = `${method.toUpperCase()} ${path}`;
    const place = `${type}[${JSON.stringify(method.toUpperCase())}]`;
    const query = parameters.filter((parameter) => parameter.in === "query");
    if (query.length > 0) claimParameters(at, path, `${place}["params"]`, query);
    if (requestBody !== undefined) {
      const { schema, name } = resolved(requestBody.content["application/json"].schema);
      const files = Object.values(schema.properties).some((field) => field.format === "binary");
      claimObject(`${at}: body`, `${files ? "Sent" : "Json"}<${place}["body"]>`, schema, name, true);
    }
    const answer = Object.entries(responses).find(([status]) => status.startsWith("2"))?.[1].content?.[
      "application/json"
    ];
    if (answer === undefined || corrections.withoutJson.has(path)) {
      claim(`${at}: its answer is no JSON`, `True<Same<${place}["answer"], never>>`);
    } else {
      claimValue(`${at}: answer`, `${place}["answer"]`, answer.schema, { sending: false, owner: path });
    }
  }
}

// Must be found wrong: else nothing was compiled.
const canary = "the compiler found this";
claim(canary, 'Nothing<"canary">');

const scratch = mkdtempSync(join(tmpdir(), "latchkey-facts-"));
let printed = "";
try {
  writeFileSync(join(scratch, "facts.mts"), `${lines.join("\n")}\n`);
  const options = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--skipLibCheck", "--target", "es2022"];
  const types = ["--module", "nodenext", "--types", "", "--pretty", "false", "--ignoreConfig"];
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const run = spawnSync(process.execPath, [compiler, ...options, ...types, "facts.mts"], {
    cwd: scratch,
    encoding: "utf8",
  });
  printed = run.stdout + run.stderr;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

const wrong = new Set();
let canaryFound = false;
const strange = [];
for (const line of printed.split("\n").filter((text) => text !== "")) {
  const [, row, message] = /^facts\.mts\((\d+),\d+\): error TS\d+: (.*)$/.exec(line) ?? [];
  const description = claims.get(Number(row));
  // Indented lines go on about the error before.
  if (description === undefined) strange.push(...(/^\s/.test(line) ? [] : [line]));
  else if (description === canary) canaryFound = true;
  else if (!wrong.has(description)) {
    wrong.add(description);
    const named = /Type '((?:"[^"]*"(?: \| )?)+)' does not satisfy/.exec(message)?.[1];
    console.log(`✗ ${description}${named === undefined ? "" : `: ${named}`}`);
  }
}
if (!canaryFound) console.log(`✗ nothing was checked: the compiler said\n${printed}`);
else for (const line of strange) console.log(line);

const failed = wrong.size + (canaryFound ? 0 : 1);
console.log(`${claims.size - 1 - wrong.size} passed, ${failed} failed, 0 skipped`);
process.exitCode = failed === 0 ? 0 : 1;

import { badParameter, Problem } from "./problem.ts";

/** A database can bind only so many values to one statement. */
const mostItems = 500;
const deepestNesting = 6;

/**
 * What a request asks for, from its query and its body alike: names to values, `sensors[precip][min]` and all.
 * Repeated names, and lists in JSON, are joined by commas, as the clients of this API write lists.
 */
export class Parameters {
  readonly #values = new Map<string, string>();

  add(name: string, value: string): void {
    const plain = name.endsWith("[]") ? name.slice(0, -2) : name;
    const before = this.#values.get(plain);
    this.#values.set(plain, before === undefined || before === "" ? value : `${before},${value}`);
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** The value, or `undefined` where it is missing or empty. */
  text(name: string): string | undefined {
    return this.#values.get(name)?.trim() || undefined;
  }

  /** The value with its spaces, even when empty. */
  raw(name: string): string | undefined {
    return this.#values.get(name);
  }

  /** Items between commas. */
  list(name: string): string[] {
    return this.#split(name, ",");
  }

  /** Words between spaces, in lower case. */
  words(name: string): string[] {
    return this.#split(name, /\s+/).map((word) => word.toLowerCase());
  }

  #split(name: string, separator: string | RegExp): string[] {
    const text = this.text(name) ?? "";
    const items = text.split(separator, mostItems + 1);
    if (items.length > mostItems) throw badParameter(name, text, `at most ${mostItems} values`);
    return items.map((item) => item.trim()).filter(Boolean);
  }

  number(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (!Number.isFinite(value)) throw badParameter(name, text, "give a number");
    return value;
  }

  entries(): [string, string][] {
    return [...this.#values];
  }
}

/** JSON nests where forms use brackets: `{sensors: {precip: {min: 1}}}` is `sensors[precip][min]=1`. */
function addJson(parameters: Parameters, name: string, value: unknown, depth = 0): void {
  if (value === null || value === undefined) return;
  if (depth > deepestNesting) throw new Problem(400, "invalid_json", `${name}: nested too deeply.`);
  if (Array.isArray(value)) {
    if (value.length === 0) parameters.add(name, "");
    for (const item of value) addJson(parameters, name, item, depth + 1);
  } else if (typeof value === "object") {
    for (const [key, inner] of Object.entries(value))
      addJson(parameters, name === "" ? key : `${name}[${key}]`, inner, depth + 1);
  } else {
    parameters.add(name, typeof value === "string" ? value : JSON.stringify(value));
  }
}

async function addBody(parameters: Parameters, request: Request): Promise<void> {
  const text = await request.text();
  if (text === "") return;
  const type = request.headers.get("content-type")?.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (type === "application/x-www-form-urlencoded") {
    for (const [name, value] of new URLSearchParams(text)) parameters.add(name, value);
  } else if (type === "application/json") {
    const value = parseJson(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw notAnObject();
    addJson(parameters, "", value);
  } else {
    throw new Problem(415, "unsupported_media_type", "Send application/json or application/x-www-form-urlencoded.");
  }
}

const notAnObject = () => new Problem(400, "invalid_json", "The body must be one JSON object.");

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notAnObject();
  }
}

/** Collects the parameters of a request. Empty pairs, as in `?&limit=100`, and unknown names are let pass. */
export async function parametersOf(request: Request): Promise<Parameters> {
  const parameters = new Parameters();
  for (const [name, value] of new URL(request.url).searchParams) parameters.add(name, value);
  if (request.method === "POST" || request.method === "PATCH") await addBody(parameters, request);
  return parameters;
}

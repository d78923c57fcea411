/** What stands in place of a secret. */
export const SCRUBBED = "scrubbed";

const SECRET_HEADER = /auth|token|secret|api-?key|session|csrf|password|signature/i;
const SECRET_FIELD = /pass(word|phrase)|secret|token|api_?key|signature|credential|assertion|^(key|sig|code)$/i;
/** What is about a secret and none itself. */
const HARMLESS_FIELD = /(type|uri|url|expires|expires_in|expires_at|name)$/i;
/** Shorter values could be parts of anything. */
const SHORTEST = 8;

/** Whether the value of a field, parameter or cookie of this name is a secret. */
function isSecret(name: string): boolean {
  return SECRET_FIELD.test(name) && !HARMLESS_FIELD.test(name);
}

/**
 * Takes secrets out of what is recorded: by the names of headers, cookies, parameters and fields, and by their values,
 * wherever they turn up again.
 */
export class Scrubber {
  readonly #values = new Set<string>();

  constructor(secrets: readonly string[]) {
    for (const value of secrets) if (value !== "") this.#add(value);
  }

  /** The value of a header; names may be in any case. */
  header(name: string, value: string): string {
    if (/^set-cookie$/i.test(name)) return this.#setCookie(value);
    if (/^cookie$/i.test(name))
      return value
        .split(/;\s*/)
        .map((pair) => this.#pair(pair))
        .join("; ");
    if (!SECRET_HEADER.test(name)) return this.text(value);
    const [, scheme = "", rest = ""] = /^(\w+ )?(.*)$/s.exec(value) ?? [];
    this.#learn(rest);
    return scheme + SCRUBBED;
  }

  /** A URL: the values of secret parameters. */
  url(url: string): string {
    const [address = "", query] = url.split(/\?(.*)/s, 2);
    return query === undefined ? this.text(address) : `${this.text(address)}?${this.form(query)}`;
  }

  /** `name=value&…`, as queries and forms have it. */
  form(text: string): string {
    const scrub = (pair: string): string => {
      const [name = "", value] = pair.split(/=(.*)/s, 2);
      if (value === undefined || !isSecret(name)) return this.text(pair);
      this.#learn(decoded(value));
      this.#learn(value);
      return `${name}=${SCRUBBED}`;
    };
    return text.split("&").map(scrub).join("&");
  }

  /** JSON, kept as it is written where it holds no secret; text that is no JSON is searched for known values only. */
  json(text: string): string {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return this.text(text);
    }
    const scrubbed = JSON.stringify(this.#json(value));
    return this.text(scrubbed === JSON.stringify(value) ? text : scrubbed);
  }

  /** Any text: the values that are known to be secrets. */
  text(text: string): string {
    let clean = text;
    for (const value of this.#values) clean = clean.replaceAll(value, SCRUBBED);
    return clean;
  }

  /** Plain data with every text in it searched once more, for what has been learnt since. */
  again<T>(data: T): T {
    // Texts become texts, and nothing else changes: the shape stays that of T.
    return JSON.parse(JSON.stringify(data), (_name, value: unknown) =>
      typeof value === "string" ? this.text(value) : value,
    ) as T;
  }

  #json(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#json(item));
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(([name, item]: [string, unknown]) => {
      if (typeof item !== "string" || item === "" || !isSecret(name)) return [name, this.#json(item)];
      this.#learn(item);
      return [name, SCRUBBED];
    });
    return Object.fromEntries(entries);
  }

  /** Every cookie may be a secret; its name and attributes are none. */
  #setCookie(field: string): string {
    const [pair = "", attributes] = field.split(/;(.*)/s, 2);
    return this.#pair(pair) + (attributes === undefined ? "" : `;${attributes}`);
  }

  #pair(pair: string): string {
    const [name = "", value = ""] = pair.split(/=(.*)/s, 2);
    // A cookie that is taken back has no value, or an empty one in quotes.
    if (value === "" || value === '""') return pair;
    this.#learn(value);
    return `${name}=${SCRUBBED}`;
  }

  #learn(value: string): void {
    if (value.length >= SHORTEST && value !== SCRUBBED) this.#add(value);
  }

  /** A value is spelled in its own way in JSON and in addresses. */
  #add(value: string): void {
    for (const spelled of [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value)]) {
      this.#values.add(spelled);
    }
  }
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll("+", " "));
  } catch {
    return value;
  }
}

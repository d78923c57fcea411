import { isSecret, isSecretHeader } from "./secretNames.ts";
import { binaryOf, decoded, spellings } from "./spellings.ts";

/** What stands in place of a secret. */
export const SCRUBBED = "scrubbed";

/** Shorter values could be parts of anything. */
const SHORTEST = 8;
/** A parameter of an address, wherever that is written. */
const PARAMETER = /(?<=[?&#;])([^=?&#;\s"'<>\\]+)=([^&#;\s"'<>\\]+)/g;
/** A member with a text, in JSON that is one of many lines, cut off, or part of something else. */
const MEMBER = /"([^"\\]+)"(\s*:\s*)"((?:[^"\\]|\\.)*)"/g;
/** What holds a value in HTML: Django writes the CSRF token into each form, masked, and others into the head. */
const TAG = /<(?:input|meta)\b[^<>]*>/gi;
const TAG_NAME = /\sname\s*=\s*["']?([^\s"'>]+)/i;
const TAG_VALUE = /(\s(?:value|content)\s*=\s*)(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i;

/**
 * Takes secrets out of what is recorded: by the names of headers, cookies, parameters and fields, and by their values,
 * wherever they turn up again.
 */
export class Scrubber {
  /** The longest first: one may begin with another. */
  #values: readonly string[] = [];

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
    if (!isSecretHeader(name, value)) return this.text(value);
    const [, scheme = "", rest = ""] = /^(\w+ )?(.*)$/s.exec(value) ?? [];
    this.#learn(rest);
    if (/^basic /i.test(scheme)) this.#learnPassword(rest);
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
      return isSecret(decoded(name), value) ? this.#parameter(name, value) : this.text(pair);
    };
    return text.split("&").map(scrub).join("&");
  }

  /** JSON, kept as it is written where it holds no secret; text that is no JSON is searched for its members. */
  json(text: string): string {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      const scrub = (member: string, name: string, colon: string, item: string): string => {
        if (!isSecret(name, item)) return member;
        this.#learn(item);
        return `"${name}"${colon}"${SCRUBBED}"`;
      };
      return this.text(text.replace(MEMBER, scrub));
    }
    const scrubbed = JSON.stringify(this.#json(value));
    return this.text(scrubbed === JSON.stringify(value) ? text : scrubbed);
  }

  /** Any text: the secret parameters of addresses, the fields of pages, and the values that are known to be secrets. */
  text(text: string): string {
    const scrub = (pair: string, name: string, value: string): string =>
      isSecret(decoded(name), value) ? this.#parameter(name, value) : pair;
    return this.#known(text.replace(PARAMETER, scrub).replace(TAG, (tag) => this.#tag(tag)));
  }

  /** Plain data with every text in it searched once more, for what has been learnt since. */
  again<T>(data: T): T {
    // Texts become texts, and nothing else changes: the shape stays that of T.
    return JSON.parse(JSON.stringify(data), (name, value: unknown) => {
      if (typeof value !== "string") return value;
      return name === "base64" ? this.#bytes(value) : this.text(value);
    }) as T;
  }

  /**
   * What is called a value is as secret as the member that holds it, and so are the texts of a list that is named in the
   * plural: in the singular it tells what is wrong with a field.
   */
  #json(value: unknown, name: string = ""): unknown {
    if (isSecret(name, value)) {
      this.#learn(String(value));
      return SCRUBBED;
    }
    if (typeof value === "string") return this.text(value);
    if (Array.isArray(value)) return value.map((item) => this.#json(item, /s$/i.test(name) ? name : ""));
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(([own, item]: [string, unknown]) => [
      own,
      this.#json(item, own === "value" ? name : own),
    ]);
    return Object.fromEntries(entries);
  }

  #tag(tag: string): string {
    const [, name = ""] = TAG_NAME.exec(tag) ?? [];
    const [attribute = "", start = "", ...values] = TAG_VALUE.exec(tag) ?? [];
    const value = values.find((one) => one !== undefined);
    if (!isSecret(name, value)) return tag;
    this.#learn(value);
    return tag.replace(attribute, () => `${start}"${SCRUBBED}"`);
  }

  #parameter(name: string, value: string | number): string {
    const text = String(value);
    this.#learn(decoded(text));
    this.#learn(text);
    return `${name}=${SCRUBBED}`;
  }

  /** The password of Basic authentication, which OAuth has encoded as forms are. */
  #learnPassword(base64: string): void {
    let pair: string;
    try {
      pair = new TextDecoder().decode(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
    } catch {
      return;
    }
    const [, password = ""] = pair.split(/:(.*)/s, 2);
    this.#learn(password);
    this.#learn(decoded(password));
  }

  #known(text: string): string {
    let clean = text;
    for (const value of this.#values) clean = clean.replaceAll(value, SCRUBBED);
    return clean;
  }

  #bytes(base64: string): string {
    let clean = atob(base64);
    for (const value of this.#values) clean = clean.replaceAll(binaryOf(new TextEncoder().encode(value)), SCRUBBED);
    return btoa(clean);
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

  #add(value: string): void {
    const all = new Set([...this.#values, ...spellings(value)]);
    this.#values = [...all].toSorted((one, other) => other.length - one.length);
  }
}

import type { Json } from "./json.ts";
import { problems } from "./problem.ts";

/**
 * Parses a JSON body; a bad one is refused in the words of Python's `json` module, which the API passes on.
 *
 * @throws Problem 400
 */
export function parseJson(bytes: Uint8Array): Json {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw problems.json(badByte(bytes));
  }
  try {
    return JSON.parse(text);
  } catch {
    throw problems.json(new Scanner(text).complaint());
  }
}

function badByte(bytes: Uint8Array): string {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let at = 0;
  try {
    for (; at < bytes.length; at++) decoder.decode(bytes.subarray(at, at + 1), { stream: true });
  } catch {
    // The decoder has stopped at the byte it could not take.
  }
  const byte = (bytes[Math.min(at, bytes.length - 1)] ?? 0).toString(16).padStart(2, "0");
  return `'utf-8' codec can't decode byte 0x${byte} in position ${at}: invalid start byte`;
}

class Complaint extends Error {}

/** Walks text that is not JSON and says where and how, as Python's decoder does. */
class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  complaint(): string {
    try {
      if (this.#text.startsWith("\uFEFF")) this.#fail("Unexpected UTF-8 BOM (decode using utf-8-sig)", 0);
      this.#space();
      this.#value();
      this.#space();
      this.#fail("Extra data", this.#at);
    } catch (error) {
      if (error instanceof Complaint) return error.message;
      throw error;
    }
  }

  #fail(what: string, at: number): never {
    const before = this.#text.slice(0, at);
    const line = before.split("\n").length;
    throw new Complaint(`${what}: line ${line} column ${at - before.lastIndexOf("\n")} (char ${at})`);
  }

  #space(): void {
    while (/[ \t\n\r]/.test(this.#text[this.#at] ?? "")) this.#at += 1;
  }

  #value(): void {
    const character = this.#text[this.#at];
    if (character === '"') this.#string();
    else if (character === "{") this.#members();
    else if (character === "[") this.#items();
    else this.#plain();
  }

  #plain(): void {
    const rest = this.#text.slice(this.#at);
    const constant = /^(?:NaN|-?Infinity)/.exec(rest);
    if (constant !== null) throw new Complaint(`Out of range float values are not JSON compliant: ${constant[0]}`);
    const plain = /^(?:null|true|false|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)/.exec(rest);
    if (plain === null) this.#fail("Expecting value", this.#at);
    this.#at += plain[0].length;
  }

  #string(): void {
    const begin = this.#at;
    for (this.#at += 1; ; this.#at += 1) {
      const character = this.#text[this.#at];
      if (character === undefined) this.#fail("Unterminated string starting at", begin);
      if (character === '"') break;
      if (character < " ") this.#fail("Invalid control character at", this.#at);
      if (character !== "\\") continue;
      this.#at += 1;
      const escaped = this.#text[this.#at];
      if (escaped === undefined) this.#fail("Unterminated string starting at", begin);
      if (escaped === "u") {
        if (!/^[0-9a-fA-F]{4}/.test(this.#text.slice(this.#at + 1))) this.#fail("Invalid \\uXXXX escape", this.#at);
        this.#at += 4;
      } else if (!'"\\/bfnrt'.includes(escaped)) this.#fail("Invalid \\escape", this.#at - 1);
    }
    this.#at += 1;
  }

  #members(): void {
    this.#at += 1;
    this.#space();
    if (this.#text[this.#at] === "}") {
      this.#at += 1;
      return;
    }
    for (;;) {
      if (this.#text[this.#at] !== '"') this.#fail("Expecting property name enclosed in double quotes", this.#at);
      this.#string();
      this.#space();
      if (this.#text[this.#at] !== ":") this.#fail("Expecting ':' delimiter", this.#at);
      this.#at += 1;
      this.#space();
      this.#value();
      if (this.#ends("}")) return;
    }
  }

  #items(): void {
    this.#at += 1;
    this.#space();
    if (this.#text[this.#at] === "]") {
      this.#at += 1;
      return;
    }
    for (;;) {
      this.#value();
      if (this.#ends("]")) return;
    }
  }

  #ends(closing: string): boolean {
    this.#space();
    const character = this.#text[this.#at];
    if (character !== "," && character !== closing) this.#fail("Expecting ',' delimiter", this.#at);
    this.#at += 1;
    if (character === closing) return true;
    this.#space();
    return false;
  }
}

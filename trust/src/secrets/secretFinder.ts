/** As little of a secret as counts for a leak, in characters. */
const LENGTH = 8;
/** The same in hex, where a character takes two digits: eight of those come up by chance among correlation ids. */
const HEX_LENGTH = 2 * LENGTH;

/** Finds secrets in text: whole or any eight characters of them, as they are, URL-encoded, in base64 or in hex. */
export class SecretFinder {
  /** What to look for, by length: each piece with the name of its secret. */
  readonly #pieces = new Map<number, Map<string, string>>([
    [LENGTH, new Map()],
    [HEX_LENGTH, new Map()],
  ]);

  /** @param name - what a find is called: never the secret itself */
  add(name: string, secret: string): void {
    for (const form of formsOf(secret)) this.#cut(name, form, LENGTH);
    this.#cut(name, Buffer.from(secret).toString("hex"), HEX_LENGTH);
  }

  /** How many pieces are looked for. */
  get size(): number {
    return [...this.#pieces.values()].reduce((sum, pieces) => sum + pieces.size, 0);
  }

  /** Names of the secrets in a text, each with the line that gave it away. */
  find(text: string): string[] {
    const found = new Map<string, string>();
    for (const [length, pieces] of this.#pieces) {
      for (let at = 0; at + length <= text.length; at += 1) {
        const name = pieces.get(text.slice(at, at + length));
        if (name !== undefined && !found.has(name)) found.set(name, lineAt(text, at));
      }
    }
    return [...found].map(([name, line]) => `${name}: ${line}`);
  }

  #cut(name: string, form: string, length: number): void {
    const pieces = this.#pieces.get(length);
    for (let at = 0; at + length <= form.length; at += 1) pieces?.set(form.slice(at, at + length), name);
  }
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  // What stands before the secret shifts its base64 by up to two bytes; its ends depend on their neighbours.
  const shifted = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    return text.slice(shift === 0 ? 0 : 4, -1);
  });
  return [secret, encodeURIComponent(secret), ...shifted];
}

function lineAt(text: string, at: number): string {
  const start = text.lastIndexOf("\n", at) + 1;
  const end = text.indexOf("\n", at);
  return text.slice(Math.max(start, at - 120), Math.min(end < 0 ? text.length : end, at + 40));
}

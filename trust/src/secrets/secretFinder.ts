/** As little of a secret as counts for a leak, in characters. */
const LENGTH = 8;

/** Finds secrets in text: whole or any eight characters of them, as they are, URL-encoded, in base64 or in hex. */
export class SecretFinder {
  readonly #pieces: Map<string, string> = new Map();

  /** @param name - what a find is called: never the secret itself */
  add(name: string, secret: string): void {
    for (const form of formsOf(secret)) {
      for (let at = 0; at + LENGTH <= form.length; at += 1) this.#pieces.set(form.slice(at, at + LENGTH), name);
    }
  }

  /** How many pieces are looked for. */
  get size(): number {
    return this.#pieces.size;
  }

  /** Names of the secrets in a text, each with the line that gave it away. */
  find(text: string): string[] {
    const found = new Map<string, string>();
    for (let at = 0; at + LENGTH <= text.length; at += 1) {
      const name = this.#pieces.get(text.slice(at, at + LENGTH));
      if (name !== undefined && !found.has(name)) found.set(name, lineAt(text, at));
    }
    return [...found].map(([name, line]) => `${name}: ${line}`);
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
  return [secret, encodeURIComponent(secret), ...shifted, bytes.toString("hex")];
}

function lineAt(text: string, at: number): string {
  const start = text.lastIndexOf("\n", at) + 1;
  const end = text.indexOf("\n", at);
  return text.slice(Math.max(start, at - 120), Math.min(end < 0 ? text.length : end, at + 40));
}

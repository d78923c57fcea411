/** What JSON has in the place of something that it cannot hold; a text without these has lost nothing. */
const SIGNS = ["null", "{}", '{"0":'] as const;

/** Objects that JSON takes for what is in them. */
const BOXES: ReadonlySet<string> = new Set(["Boolean", "Number", "String"]);

/** Something that JSON has no form for, and what to do about it. */
export interface LostInJson {
  /** In words: "NaN", "a Map". */
  readonly what: string;
  readonly hint: string;
}

/**
 * What `JSON.stringify` made into something else without a word: numbers that are none, invalid dates, bytes, and whatever
 * shows nothing of itself, as a Map, a Set or a promise do. Members that are left out (functions, `undefined`) are not lost.
 *
 * @param text - what it made of `json`
 *
 * @example
 * lostInJson({ amount: NaN }, '{"amount":null}')?.what   // "NaN"
 */
export function lostInJson(json: unknown, text: string): LostInJson | undefined {
  if (!SIGNS.some((sign) => text.includes(sign))) return undefined;
  const open: unknown[] = [json];
  while (open.length > 0) {
    const value = open.pop();
    const lost = typeof value === "object" && value !== null ? lostObject(value, open) : lostNumber(value);
    if (lost !== undefined) return lost;
  }
  return undefined;
}

function lostNumber(value: unknown): LostInJson | undefined {
  if (typeof value !== "number" || Number.isFinite(value)) return undefined;
  return { what: String(value), hint: "It would be sent as null: send null, if that is what is meant." };
}

/** Puts the members of an object to those that are still to be looked at. */
function lostObject(value: object, open: unknown[]): LostInJson | undefined {
  if (value instanceof Date) {
    if (!Number.isNaN(value.getTime())) return undefined;
    return { what: "an invalid Date", hint: "It would be sent as null: send null, if that is what is meant." };
  }
  // It says itself what it is in JSON.
  if ("toJSON" in value && typeof value.toJSON === "function") return undefined;
  const kind = Object.prototype.toString.call(value).slice("[object ".length, -1);
  if (BOXES.has(kind)) return undefined;
  if (ArrayBuffer.isView(value)) return { what: `a ${kind}`, hint: "Send bytes in body or files, or as text." };
  const members: readonly unknown[] = Object.values(value);
  if (members.length === 0 && !Array.isArray(value) && !isPlain(value)) {
    const hint = kind === "Promise" ? "Await it first." : "It would be sent as {}: send what it holds.";
    return { what: `${/^[AEIO]/.test(kind) ? "an" : "a"} ${kind}`, hint };
  }
  for (const member of members) open.push(member);
  return undefined;
}

/** Whether an object is one of fields, of whatever realm: an empty one is meant. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

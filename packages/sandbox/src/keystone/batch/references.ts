import type { Upload } from "../http/body.ts";
import { isObject, type Json, pythonType } from "../http/json.ts";
import { pythonText } from "./pythonText.ts";

/** A token that cannot be resolved, and why. */
export class BadReference extends Error {
  override readonly name = "BadReference";
  readonly token: string;
  constructor(token: string, reason: string) {
    super(`Cannot resolve reference "${token}": ${reason}`);
    this.token = token;
  }
}

/** What tokens can refer to: answers of earlier steps, and files that came with the batch. */
export interface Known {
  answers: ReadonlyMap<string, Json>;
  files: ReadonlyMap<string, Upload>;
}

/** A value with its tokens resolved; a token for a file becomes the upload itself. */
export type Resolved = Json | Upload | Resolved[] | { [key: string]: Resolved };

const token = /@(ref|file)\{([^{}]*)\}/g;

/** Is it a file? */
export function isUpload(value: Resolved): value is Upload {
  return typeof value === "object" && value !== null && "bytes" in value && value["bytes"] instanceof Uint8Array;
}

/**
 * Resolves the tokens in a value, deeply. A string that is one token keeps the type it refers to; others become text.
 *
 * @throws BadReference
 */
export function resolve(value: Json, known: Known): Resolved {
  if (typeof value === "string") return resolveText(value, known);
  if (Array.isArray(value)) return value.map((item) => resolve(item, known));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, resolve(item, known)]));
}

/** Resolves the tokens in text that stays text, such as a path. */
export function resolveText(text: string, known: Known): Json | Upload {
  const [found, ...more] = [...text.matchAll(token)];
  if (found === undefined) return text;
  if (more.length === 0 && found[0] === text) return look(found, known);
  return text.replaceAll(token, (whole: string, kind: string, inner: string) => {
    const value = look([whole, kind, inner], known);
    return pythonText(isUpload(value) ? value.filename : value);
  });
}

function look([whole = "", kind, inner = ""]: readonly string[], { answers, files }: Known): Json | Upload {
  if (kind === "file") {
    const file = files.get(inner);
    if (file === undefined) throw new BadReference(whole, `File part "${inner}" was not uploaded with this request`);
    return file;
  }
  const [alias = "", ...steps] = inner.split(".");
  if ([alias, ...steps].some((label) => !/^\w+$/.test(label))) {
    throw new BadReference(whole, "Reference labels may only contain letters, numbers, and underscores");
  }
  const answer = answers.get(alias);
  if (answer === undefined) throw new BadReference(whole, `Alias "${alias}" has not been defined by a previous step`);
  let value: Json = answer;
  for (const step of steps) {
    const next: Json | undefined = into(value, step, whole);
    if (next === undefined)
      throw new BadReference(
        whole,
        Array.isArray(value) ? `Invalid list index "${step}"` : `Key "${step}" not found in response`,
      );
    value = next;
  }
  return value;
}

function into(value: Json, step: string, whole: string): Json | undefined {
  if (Array.isArray(value)) return /^\d+$/.test(step) ? value[Number(step)] : undefined;
  if (isObject(value)) return Object.hasOwn(value, step) ? value[step] : undefined;
  throw new BadReference(whole, `Cannot traverse into ${pythonType(value)} with "${step}"`);
}

import { statSync } from "node:fs";
import { dirname } from "node:path";
import { readPrivateFile, systemErrorCode } from "@latchkey/session";
import type { FieldNames } from "./fieldNames.ts";
import { type PairReading, readPair } from "./readPair.ts";

const OTHERS_WRITE = 0o002;
const OTHERS_READ = 0o004;
const STICKY = 0o1000;

/** What a credentials file holds. */
export interface FileReading extends PairReading {
  /** Something to tell the user, although the file is used. */
  readonly warning?: string;
}

/**
 * Reads a file of credentials: a JSON object, with or without a byte order mark, at most 64 KiB. One that other users
 * could have written is a problem: its `helios_api_url` would say where the secret goes.
 */
export function readCredentialsFile(path: string, spellings: readonly FieldNames[]): FileReading {
  if (isAbsent(path)) return {};
  const { text, problem } = readPrivateFile(path, true);
  if (problem !== undefined) return { problem };
  if (text === undefined) return {};
  const { danger, warning } = judgeOwnership(path);
  if (danger !== undefined) return { problem: danger };
  const members = parse(text);
  if (typeof members === "string") return { problem: members };
  for (const names of spellings) {
    const reading = readPair((name) => members.get(name), names);
    if (reading.problem !== undefined) return reading;
    if (reading.pair !== undefined) return { ...reading, ...(warning === undefined ? {} : { warning }) };
  }
  const [{ id, secret } = { id: "an id", secret: "a secret" }] = spellings;
  return { problem: `it has neither ${id} nor ${secret}` };
}

/** Also where a part of the path is a file, as with a home directory of `/dev/null`. */
function isAbsent(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) === undefined;
  } catch (error) {
    return systemErrorCode(error) === "ENOTDIR";
  }
}

/** The members of the object, or what the text is instead. */
function parse(text: string): ReadonlyMap<string, unknown> | string {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    // The parser's message quotes the text, which may hold the secret.
    return "it is not JSON";
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "it is not a JSON object";
  return new Map(Object.entries(value));
}

function judgeOwnership(path: string): { readonly danger?: string; readonly warning?: string } {
  if (process.platform === "win32") return {};
  const file = statSync(path);
  const directory = statSync(dirname(path));
  if (!isTrusted(file.uid)) return { danger: "it belongs to another user" };
  if ((file.mode & OTHERS_WRITE) !== 0) return { danger: "every user may write to it" };
  // Where the sticky bit is set, as in mounted secrets, a file can be replaced by its owner alone.
  const open = (directory.mode & OTHERS_WRITE) !== 0 && (directory.mode & STICKY) === 0;
  if (open) return { danger: `every user may write to ${dirname(path)}` };
  return (file.mode & OTHERS_READ) === 0 ? {} : { warning: `Every user can read ${path}: chmod 600 it.` };
}

function isTrusted(owner: number): boolean {
  return owner === 0 || process.geteuid === undefined || owner === process.geteuid();
}

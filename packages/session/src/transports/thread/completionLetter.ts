import type { SavedFile } from "../../message/reply.ts";
import type { LetterReader, LetterWriter } from "./letter.ts";
import { type Completion, type Ended, LARGE, type Report } from "./wire.ts";

/** Whether what became of demands could be spelled: replies, with bodies that are copied sooner than handed over. */
export function writeCompletions(letter: LetterWriter, batch: readonly (Report | Ended)[]): boolean {
  letter.number(batch.length);
  for (const told of batch) {
    if (!("reply" in told)) return false;
    const { status, headers, body, saved, reused } = told.reply;
    if (body.length > LARGE) return false;
    letter.number(told.id);
    letter.number(status);
    letter.number((reused === undefined ? 0 : reused ? REUSED : NEW) | (saved === undefined ? 0 : SAVED));
    letter.fields(headers.packed);
    letter.bytes(body);
    if (saved !== undefined) letter.text(JSON.stringify(saved));
  }
  return true;
}

export function readCompletions(letter: LetterReader): Completion[] {
  return letter.list(readCompletion);
}

function readCompletion(letter: LetterReader): Completion {
  const id = letter.number();
  const status = letter.number();
  const flags = letter.number();
  const fields = letter.fields();
  const body = letter.bytes();
  // The other thread wrote it just so.
  const saved = (flags & SAVED) === 0 ? undefined : (JSON.parse(letter.text()) as SavedFile);
  const reused = (flags & (REUSED | NEW)) === 0 ? undefined : (flags & REUSED) !== 0;
  return { id, reply: [status, fields, body, saved, reused] };
}

const REUSED = 1;
const NEW = 2;
const SAVED = 4;

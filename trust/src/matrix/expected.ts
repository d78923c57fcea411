import type { Ending } from "./faultTable.ts";

/** What must come of the cell, given the row's ending. */
export interface Expected {
  readonly least: number;
  readonly most: number;
  readonly ending: string;
}

const NOTATION = /^(<?)(\d) (.+)$/;

/** Reads an ending of the table; `once`: the fault is over after the first request, so that a second one succeeds. */
export function expected(text: Ending, once: boolean): Expected {
  const [, bound, digit = "", ending = ""] = NOTATION.exec(text) ?? [];
  if (ending === "") throw new Error(`The table holds ${JSON.stringify(text)}, which is no ending.`);
  const most = Number(digit);
  const least = bound === "<" ? 1 : most;
  return once && least > 1 ? { least: 2, most: 2, ending: "ok" } : { least, most, ending };
}

/** Whether an outcome is as expected. */
export function meets({ least, most, ending }: Expected, outcome: string): boolean {
  const space = outcome.indexOf(" ");
  const attempts = Number(outcome.slice(0, space));
  return attempts >= least && attempts <= most && outcome.slice(space + 1) === ending;
}

import { type Command, InvalidArgumentError as InvalidValue } from "commander";

/** What every command takes. */
export interface GlobalOptions {
  readonly profile?: string;
  readonly json?: boolean;
  readonly ndjson?: boolean;
  readonly columns?: readonly string[];
  /** ms. */
  readonly timeout?: number;
  readonly debug?: boolean;
}

/** Adds them to the program; each command's help shows them. */
export function addGlobalOptions(program: Command): Command {
  return program
    .option("--profile <name>", "the profile to use (or LATCHKEY_PROFILE)")
    .option("--json", "data as JSON on stdout, an error as one JSON object on stderr")
    .option("--ndjson", "data as one JSON value per line")
    .option("--columns <names>", "show these fields, in this order: id,name,_team.name", commaList)
    .option("--timeout <seconds>", "longest time for one request", seconds)
    .option("--debug", "tell of each request on stderr: never a header, a body or a query value");
}

/** Gathers `a,b` as a list, as often as the option is given. */
export function commaList(value: string, before: readonly string[] = []): readonly string[] {
  const names = value.split(",").flatMap((name) => name.trim() || []);
  if (names.length === 0) throw new InvalidValue("Give at least one name.");
  return [...before, ...names];
}

/** Seconds as ms. */
export function seconds(value: string): number {
  const number = Number(value);
  if (!(number >= 0.001 && number <= 86_400)) throw new InvalidValue("Give seconds, from 0.001 to 86400.");
  return number * 1_000;
}

/** Seconds as ms, where fewer make no sense. */
export function secondsFrom(least: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (number >= least && number <= 86_400) return number * 1_000;
    throw new InvalidValue(`Give seconds, from ${least} to 86400.`);
  };
}

/** A whole number within bounds. */
export function integer(min: number, max: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= min && number <= max) return number;
    throw new InvalidValue(`Give a whole number from ${min} to ${max}.`);
  };
}

/** Gathers `name=value`, as often as the option is given. */
export function pair(value: string, before: readonly Pair[] = []): readonly Pair[] {
  const [, name, rest] = /^([^=]+)=(.*)$/s.exec(value) ?? [];
  if (name === undefined || rest === undefined) throw new InvalidValue("Give name=value.");
  return [...before, [name, rest]];
}

/** A name and its value. */
export type Pair = readonly [name: string, value: string];

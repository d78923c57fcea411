import type { DoorRecord } from "../wire/doorMessages.ts";
import { CommandHome } from "./commandHome.ts";
import { type FaultRow, NOWHERE } from "./faultTable.ts";
import type { Site } from "./site.ts";
import { needsTls, spoil } from "./spoil.ts";

/** How a command came out. */
export interface CommandOutcome {
  /** As in the table: requests made, and the ending. */
  readonly text: string;
  readonly exitCode: number;
  /** All that it wrote. */
  readonly shown: string;
  /** What lies in its home and should not. */
  readonly strangers: readonly string[];
  /** Whether the session that it was given is still there, as it was. */
  readonly isKept: boolean;
  /** What went over the wire. */
  readonly record: DoorRecord;
}

/** The request that `latchkey get users/teams` is. */
const TARGET = { method: "GET", path: "/users/teams/" } as const;
/** As much as it can be made to tell; the error comes last, as one line. */
const ARGS = ["get", "users/teams", "--json", "--debug"];
/** Time for one request, where the fault is that it takes long: more than a busy machine needs to begin with it. */
const SHORT = ["--timeout", "2"];

/** Tries `latchkey get` as a process of its own through one fault. */
export async function tryCommand(site: Site, row: FaultRow, once: boolean): Promise<CommandOutcome> {
  const { fault } = row;
  const secure = needsTls(fault);
  const door = await site.proxy.door(site.keystone.url, secure ? site.certificates.good : undefined);
  const url = `${fault === "unresolved" ? NOWHERE : door.origin}/`;
  const home = new CommandHome(url, site.fixture.sessionAt(url), secure ? site.certificates.ca : undefined);
  try {
    const before = home.session;
    await spoil(site, door, fault, { ...TARGET, times: once ? 1 : undefined });
    const { status, stdout, stderr } = await home.run([...ARGS, ...(row.slow === true ? SHORT : [])]);
    const record = await door.record();
    const { ending, attempts: told } = status === 0 ? DONE : errorOf(stderr.trimEnd().split("\n").at(-1) ?? "");
    // Where no exchange comes about, nobody but the command itself can count.
    const attempts = typeof fault === "string" ? told : record.matched;
    if (told !== undefined && attempts !== told) throw new Error(`It tells of ${told} attempts, and made ${attempts}.`);
    const text = `${attempts} ${ending}`;
    const { strangers, session } = home;
    return { text, exitCode: status, shown: stdout + stderr, strangers, isKept: session === before, record };
  } finally {
    home.close();
    await door.close();
  }
}

interface Told {
  /** As the table has it. */
  readonly ending: string;
  readonly attempts?: number | undefined;
}

const DONE: Told = { ending: "ok" };

/** What the one line of an error tells. */
function errorOf(line: string): Told {
  const { error } = JSON.parse(line);
  const { code, status, sent, attempts, exitCode } = error;
  if (typeof exitCode !== "number") throw new Error(`The error tells no exit code: ${line}`);
  if (code === "status") return { ending: `status ${status}` };
  return { ending: `${code}${sent === true ? "*" : ""}`, attempts };
}

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { AuthenticationError, fileStore, UsageError } from "@latchkey/session";
import { fileErrorCode } from "../job/fileErrorCode.ts";
import { configDirectory } from "./configDirectory.ts";
import { type ProfileRecord, readProfileRecord, SERVICES, type Service } from "./profileRecord.ts";

/** Not what Windows keeps for devices: their files have other names. */
const NAME = /^(?!(?:con|prn|aux|nul|com\d|lpt\d)$)[a-z0-9][a-z0-9_-]{0,62}$/;
const FILE = /^(.+)\.(\w+)\.json$/;
const CURRENT = "current.json";

/** The profiles of this user. Each service of a profile has its own file, so that no two commands write the same one. */
export class Profiles {
  /** Absolute path of the directory that holds them. */
  readonly directory: string;
  readonly #store;

  constructor(env: NodeJS.ProcessEnv) {
    this.directory = configDirectory(env);
    this.#store = fileStore(join(this.directory, "profiles"));
  }

  /** The profile that `profile use` chose, where one was chosen. */
  get current(): string | undefined {
    const stored = this.#store.get(CURRENT);
    const name: unknown = typeof stored === "object" && stored !== null ? Reflect.get(stored, "name") : undefined;
    return typeof name === "string" && NAME.test(name) ? name : undefined;
  }

  use(name: string): void {
    this.#store.set(CURRENT, { name: checkProfileName(name) });
  }

  /** The profile is not the chosen one any more. */
  leave(name: string): void {
    if (name === this.current) this.#store.delete(CURRENT);
  }

  /** Every profile that knows a service, by name. */
  names(): readonly string[] {
    return [...new Set(this.#files().map(({ name }) => name))].toSorted();
  }

  /** Whether there is a record, also one that cannot be used. */
  has(name: string, service: Service): boolean {
    return this.#files().some((file) => file.name === name && file.service === service);
  }

  /** Other files may lie there too. */
  #files(): readonly { name: string; service: string }[] {
    return filesOf(join(this.directory, "profiles")).flatMap((file) => {
      const [, name = "", service = ""] = FILE.exec(file) ?? [];
      return NAME.test(name) && SERVICES.some((known) => known === service) ? [{ name, service }] : [];
    });
  }

  read(name: string, service: Service): ProfileRecord | undefined {
    return readProfileRecord(this.#store.get(keyOf(name, service)));
  }

  write(name: string, service: Service, record: ProfileRecord): void {
    this.#store.set(keyOf(name, service), record);
  }

  remove(name: string, service: Service): void {
    this.#store.delete(keyOf(name, service));
    if (name === this.current && this.names().length === 0) this.#store.delete(CURRENT);
  }
}

/** @throws UsageError for a name that could not be a file's everywhere */
export function checkProfileName(name: string): string {
  if (NAME.test(name)) return name;
  throw new UsageError("option", `${JSON.stringify(name)} is no name for a profile.`, {
    hint: "Use lower case letters, digits, - and _; at most 63, beginning with a letter or a digit, and none that Windows keeps for itself, such as con.",
  });
}

function keyOf(name: string, service: Service): string {
  return `${checkProfileName(name)}.${service}.json`;
}

function filesOf(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    const code = fileErrorCode(error);
    if (code === "ENOENT") return [];
    throw new AuthenticationError("store", `The profiles in ${directory} cannot be read (${code}).`, {
      hint: "Give yourself the right to, or set LATCHKEY_CONFIG_DIR; latchkey doctor looks at all of it.",
    });
  }
}

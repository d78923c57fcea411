import type { HeaderRecord } from "../../message/request.ts";
import { ACCEPTED_CODINGS } from "../bodies/contentCoding.ts";

/** Headers as undici takes them. Sessions send the same record again and again: it is listed once. */
export class HeaderList {
  #record: HeaderRecord | undefined;
  #list: readonly string[] = [];

  /** Names and values in turn; the length is the body's own, and left out. */
  of(record: HeaderRecord): readonly string[] {
    if (record !== this.#record) {
      this.#list = list(record);
      this.#record = record;
    }
    return this.#list;
  }
}

function list(record: HeaderRecord): string[] {
  const flat: string[] = [];
  for (const name of Object.keys(record)) {
    const value = record[name];
    if (value !== undefined && name !== "content-length") flat.push(name, value);
  }
  if (!Object.hasOwn(record, "accept-encoding")) {
    // A part of what a coding made cannot be decoded.
    flat.push("accept-encoding", Object.hasOwn(record, "range") ? "identity" : ACCEPTED_CODINGS);
  }
  return flat;
}

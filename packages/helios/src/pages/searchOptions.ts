import { number } from "@latchkey/session";
import type { BatchOptions } from "../batches/batchOptions.ts";

/** Options of a search: its pages are a batch. */
export interface SearchOptions extends BatchOptions {
  /** Results asked for at once, 1 to 100. Default 100, which is also what the last page in reach, at `skip` 4000, takes. */
  readonly pageSize?: number | undefined;
}

export const MAX_PAGE = 100;

export const searchOptionsShape = { pageSize: number({ min: 1, max: MAX_PAGE, integer: true }) } as const;

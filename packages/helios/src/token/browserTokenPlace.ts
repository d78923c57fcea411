import { memoryStore } from "@latchkey/session";
import type { TokenPlace } from "./tokenPlace.ts";

/** In a browser tokens are kept in memory: they end with the page. */
export function tokenPlace(): TokenPlace {
  return { store: memoryStore(), prepare() {} };
}

import { candidateOf } from "../candidates/candidates.mjs";

const needs = { aiohttp: ["aiohttp"], httpx: ["httpx"], requests: ["requests"] };

/** Why a candidate is left out of this run, said aloud; `undefined` for those that take part. */
export function skipReason(about) {
  return (id) => {
    const { runtime, module } = candidateOf(id);
    if (runtime !== "python") return undefined;
    if (about.python === undefined) return "skipped: there is no /usr/bin/python3";
    const missing = needs[module].find((name) => about.python[name] === undefined);
    return missing === undefined ? undefined : `skipped: there is no python3-${missing}`;
  };
}

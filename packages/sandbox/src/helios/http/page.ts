import type { Parameters } from "./parameters.ts";
import { badParameter } from "./problem.ts";

/** Which part of a list is wanted. */
export interface Page {
  limit: number;
  skip: number;
}

const defaultLimit = 10;
const highestLimit = 100;
const highestSkip = 4000;

function count(parameters: Parameters, name: string, standard: number): number {
  const value = parameters.number(name) ?? standard;
  if (!Number.isInteger(value) || value < 0) {
    throw badParameter(name, String(value), "give a whole number, 0 or more");
  }
  return value;
}

/** `limit` (10 when not given; more than 100 is served as 100; 0 asks for totals only) and `skip` (4000 at most). */
export function pageOf(parameters: Parameters): Page {
  const skip = count(parameters, "skip", 0);
  if (skip > highestSkip) throw badParameter("skip", String(skip), `at most ${highestSkip}; narrow the search instead`);
  return { limit: Math.min(highestLimit, count(parameters, "limit", defaultLimit)), skip };
}

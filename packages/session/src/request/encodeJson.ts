import { isThenable } from "../driver/isThenable.ts";
import { UsageError } from "../errors/usageError.ts";
import { type LostInJson, lostInJson } from "./lostInJson.ts";

/**
 * A value as the JSON text that a body holds.
 *
 * @param option - name of the option for error messages
 * @throws UsageError (`body`) for what JSON has no form for, also where `JSON.stringify` would say nothing and make null or
 * an empty object of it, as of NaN, a Map or a promise; it quotes nothing of it
 */
export function encodeJson(json: unknown, option: string = "json"): string {
  if (isThenable(json)) throw new UsageError("body", `${option} is a promise.`, { hint: "Await it first." });
  let text: string | undefined;
  let lost: LostInJson | undefined;
  try {
    text = JSON.stringify(json);
    lost = text === undefined ? undefined : lostInJson(json, text);
  } catch (error) {
    // One of ours tells what to do.
    if (error instanceof UsageError) throw error;
    // The engine's message quotes property names, and an error of a toJSON method may hold anything: neither goes on.
    const message = error instanceof TypeError ? error.message : "";
    if (/bigint/i.test(message)) {
      throw new UsageError("body", `${option} holds a BigInt, which JSON has no form for.`, {
        hint: "Send it as a string, or as a number where it is small enough.",
      });
    }
    if (/circular|cyclic/i.test(message)) throw new UsageError("body", `${option} refers to itself.`);
    throw new UsageError(
      "body",
      `${option} could not be encoded: a toJSON method or getter threw, or it is too large.`,
    );
  }
  if (lost !== undefined) {
    throw new UsageError("body", `${option} holds ${lost.what}, which JSON has no form for.`, { hint: lost.hint });
  }
  if (text !== undefined) return text;
  throw new UsageError("body", `${option} is a function or a symbol, which JSON has no form for.`);
}

import { listParams, type ParamValue, type RequestOptions, UsageError } from "@latchkey/session";

type Params = NonNullable<RequestOptions["params"]>;

/**
 * Query parameters as Keystone reads them: a list is one value, joined with commas. Of a parameter that is there more
 * than once it reads the last.
 *
 * @throws UsageError (`option`) for an item that holds a comma: there is no way to write it
 *
 * @example
 * joinLists({ id__in: [1, 2], _limit: 5 })   // { id__in: "1,2", _limit: 5 }
 */
export function joinLists(params: Params): Params {
  // Whatever else it is, the encoder of params has the word for it.
  if (typeof params !== "object" || params === null || params instanceof URLSearchParams || Symbol.iterator in params) {
    return params;
  }
  if (!Object.values(params).some(Array.isArray)) return params;
  const joined: Record<string, Exclude<Params, URLSearchParams>[string]> = {};
  for (const [name, value] of Object.entries(params)) {
    joined[name] = Array.isArray(value) ? joinList(name, value) : value;
  }
  return joined;
}

function joinList(name: string, items: readonly (ParamValue | undefined)[]): string {
  const texts = listParams({ [name]: items }, "params").map(([, text]) => text);
  if (texts.some((text) => text.includes(","))) {
    throw new UsageError("option", `params.${name} holds an item with a comma, which separates items.`, {
      hint: "Ask once for each such value, without the list.",
    });
  }
  if (texts.length > 0) return texts.join(",");
  throw new UsageError("option", `params.${name} is an empty list, which would filter nothing.`, {
    hint: "Leave the parameter out, or do not ask at all: no row can match an empty list.",
  });
}

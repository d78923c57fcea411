import { type RawBuilder, sql } from "kysely";
import type { Call } from "../call.ts";
import { problems } from "../http/problem.ts";
import type { Model } from "../model/model.ts";
import { models } from "../model/models.ts";
import { escapeLike } from "./filter.ts";

/**
 * The conditions of `_search`: each term must be part of some search field, in any case. Models that cannot be searched answer 400;
 * the real server crashes there.
 *
 * @throws Problem 400
 */
export function searchConditions(call: Call, model: Model): RawBuilder<unknown>[] {
  const text = call.url.searchParams.getAll("_search").at(-1) ?? "";
  if (text.includes("\0")) throw problems.invalid(["Null characters are not allowed."]);
  const terms = searchTerms(text);
  if (terms.length === 0) return [];
  const { search } = model;
  if (search === undefined) throw problems.invalid({ _search: [`${model.title} cannot be searched.`] });
  return terms.map((term) => {
    const pattern = `%${escapeLike(term)}%`;
    return sql`(${sql.join(
      search.map((path) => pathMatches(model, path.split("."), pattern)),
      sql` OR `,
    )})`;
  });
}

/** Splits at spaces and commas; quotes keep words together. */
export function searchTerms(text: string): string[] {
  const found = text.matchAll(/"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s,]+)/g);
  return [...found].map(([, double, single, plain]) => double ?? single ?? plain ?? "").filter((term) => term !== "");
}

function pathMatches(model: Model, [column = "", ...rest]: readonly string[], pattern: string): RawBuilder<unknown> {
  const name = sql.ref(`${model.key}.${column}`);
  const target = model.fields[column]?.to;
  if (rest.length === 0 || target === undefined) return sql`${name} LIKE ${pattern} ESCAPE '\\'`;
  return sql`${name} IN (SELECT id FROM ${sql.table(target)} WHERE ${pathMatches(models[target], rest, pattern)})`;
}

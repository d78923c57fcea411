import type { Json } from "../http/json.ts";
import { models } from "../model/models.ts";
import { getView, type View } from "./view.ts";

/** The index of each group: names and absolute URLs of its collections. */
export const groupRoots: readonly View[] = ["users", "allocations", "research", "notifications", "logs"].map((group) =>
  getView(`/${group}/`, `Index of ${group}`, (call): Json => {
    const paths = Object.values(models).flatMap(({ path }) => (path?.startsWith(`/${group}/`) ? [path] : []));
    return Object.fromEntries(paths.map((path) => [path.split("/")[2] ?? "", call.url.origin + path]));
  }),
);

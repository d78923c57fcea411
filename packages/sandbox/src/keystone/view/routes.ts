import type { View } from "./view.ts";

/** Where a path leads. */
export interface Route {
  view: View;
  id: string;
}

/** Finds views by path. */
export interface Routes {
  /** The view at exactly this path, trailing slash and all. */
  find(path: string): Route | undefined;
  /** Also knows the `.json` forms that have no trailing slash. */
  findLoosely(path: string): Route | undefined;
}

/** Builds the lookup for a list of views. */
export function createRoutes(views: readonly View[]): Routes {
  const exact = new Map(views.map((view) => [view.path, view]));
  const find = (path: string): Route | undefined => {
    const view = exact.get(path);
    if (view !== undefined) return { view, id: "" };
    const [, collection = "", id = ""] = /^(\/(?:[^/]+\/)+)([^/.]+)\/$/.exec(path) ?? [];
    const item = exact.get(`${collection}{id}/`);
    return item === undefined || id === "{id}" ? undefined : { view: item, id };
  };
  return {
    find,
    findLoosely: (path) =>
      find(path) ?? (/^\/[^/]+\/.+[^/]\.json$/.test(path) ? find(`${path.slice(0, -5)}/`) : undefined),
  };
}

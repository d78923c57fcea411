import type { Feature } from "../features/feature.ts";

/** The features without those that came before. One without an id is never taken for another. */
export function unique<F extends Feature>(features: readonly F[]): F[] {
  const seen = new Set<string>();
  return features.filter(({ id }) => {
    if (id === "") return true;
    const fresh = !seen.has(id);
    seen.add(id);
    return fresh;
  });
}

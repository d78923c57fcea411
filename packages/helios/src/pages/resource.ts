import type { Feature, FeatureJson } from "../features/feature.ts";
import type { Pairs } from "../parameters/pairs.ts";

/** By which moment results are told apart when there are more than one search can reach. */
export interface TimeAxis<F> {
  /** Parameters that bound it. */
  readonly min: string;
  readonly max: string;
  readonly timeOf: (feature: F) => string | undefined;
}

/** What the searches of the four APIs do differently. */
export interface Resource<F extends Feature, C> {
  /** Below the API's URL. */
  readonly path: string;
  readonly feature: (json: FeatureJson) => F;
  readonly collect: (features: readonly F[]) => C;
  /** How a search beyond the API's window is divided. Without it, such a search is truncated. */
  readonly axis?: (query: Pairs) => TimeAxis<F>;
  /** The order that was asked for, where slices of time do not come in it. */
  readonly order?: (query: Pairs) => ((a: F, b: F) => number) | undefined;
}

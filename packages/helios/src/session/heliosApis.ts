import { type Mode, UsageError } from "@latchkey/session";
import { Alerts } from "../apis/alerts.ts";
import { Cameras } from "../apis/cameras.ts";
import { Collections } from "../apis/collections.ts";
import type { HeliosCaller } from "../apis/heliosCalls.ts";
import { Observations } from "../apis/observations.ts";

/** The four APIs, by the names that `client()` knows. */
export interface HeliosApis<M extends Mode> {
  readonly alerts: Alerts<M>;
  readonly cameras: Cameras<M>;
  readonly collections: Collections<M>;
  readonly observations: Observations<M>;
}

/** The APIs of one session. */
export function heliosApis<M extends Mode>(session: HeliosCaller<M>): HeliosApis<M> {
  return {
    alerts: new Alerts(session),
    cameras: new Cameras(session),
    collections: new Collections(session),
    observations: new Observations(session),
  };
}

type LowerName = keyof HeliosApis<Mode>;

/** The name of an API as it may be written: `"alerts"`, `"Alerts"` or `"ALERTS"`. */
export type ApiName = LowerName | Capitalize<LowerName> | Uppercase<LowerName>;

/** The API that such a name means. */
export type ApiNamed<M extends Mode, N extends ApiName> = HeliosApis<M>[Lowercase<N>];

/**
 * The API of a name, in capitals or not.
 *
 * @throws UsageError (`option`) for a name that is none
 */
export function apiNamed<M extends Mode, N extends ApiName>(apis: HeliosApis<M>, name: N): ApiNamed<M, N> {
  const wanted: unknown = name;
  const lower = typeof wanted === "string" ? wanted.toLowerCase() : "";
  // All names are in lower case, so this one is N's whenever there is such an API.
  if (Object.hasOwn(apis, lower)) return apis[lower as Lowercase<N>];
  throw new UsageError("option", `There is no API of the name ${JSON.stringify(name)}.`, {
    hint: `The APIs are ${Object.keys(apis).join(", ")}.`,
  });
}

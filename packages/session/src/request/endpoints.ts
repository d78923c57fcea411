import type { BaseUrl } from "./baseUrl.ts";
import { encodeParams, type Params } from "./encodeParams.ts";
import { resolveEndpoint } from "./resolveEndpoint.ts";

/** Where an endpoint leads. */
export interface Destination {
  /** Path and query, as they are sent. */
  readonly path: string;
  /** The path below the base, without a query: what logs call it. */
  readonly endpoint: string;
}

/** How many spellings are remembered: more than a program writes out, few enough to hold. */
const REMEMBERED = 256;

/** The endpoints of one base URL. A program asks for the same few again and again: each is worked out once. */
export class Endpoints {
  readonly #base: BaseUrl;
  readonly #spell: (endpoint: string) => string;
  readonly #spellParams: (params: Params) => Params;
  readonly #known = new Map<string, Destination>();

  /**
   * @param spell - how this kind of session writes an endpoint
   * @param spellParams - how it writes query parameters
   */
  constructor(
    base: BaseUrl,
    spell: (endpoint: string) => string = (endpoint) => endpoint,
    spellParams: (params: Params) => Params = (params) => params,
  ) {
    this.#base = base;
    this.#spell = spell;
    this.#spellParams = spellParams;
  }

  /** @throws UsageError as {@link resolveEndpoint} and {@link encodeParams} do */
  find(endpoint: string, params?: Params): Destination {
    const known = this.#known.get(endpoint) ?? this.#resolve(endpoint);
    const query = params === undefined ? "" : encodeParams(this.#spellParams(params));
    if (query === "") return known;
    return { path: `${known.path}${known.path.includes("?") ? "&" : "?"}${query}`, endpoint: known.endpoint };
  }

  #resolve(endpoint: string): Destination {
    const path = resolveEndpoint(this.#base, typeof endpoint === "string" ? this.#spell(endpoint) : endpoint);
    const query = path.indexOf("?");
    const bare = query < 0 ? path : path.slice(0, query);
    const found = { path, endpoint: bare.slice(this.#base.path.length) };
    if (this.#known.size >= REMEMBERED) this.#known.clear();
    this.#known.set(endpoint, found);
    return found;
  }
}

import type { In, Mode } from "@latchkey/session";
import type { Endpoints } from "../endpoints/endpoints.ts";
import type { CallOptions } from "../endpoints/lookup.ts";
import type { Page } from "../endpoints/page.ts";
import type { Paginated } from "../pages/paginated.ts";
import type { PaginateOptions } from "../pages/paginateOptions.ts";

/** Lists that `resource` takes: `"users/teams"` and so on. */
export type ResourceName = {
  [K in keyof Endpoints]: Endpoints[K] extends { readonly row: unknown } ? K : never;
}[keyof Endpoints];

/** The id of a record: text of it will do. */
export type RecordId = number | bigint | string;

/** What a body is made of: its fields, and its files among them. */
export type Input<B> = B extends { readonly json: infer T }
  ? T
  : B extends { readonly form: infer T; readonly files: infer F }
    ? T & F
    : never;

/** An endpoint that is a list. */
export interface Listing<T, P, M extends Mode> {
  /** One page, as the server sends it. `paginate` gives all rows. */
  list(params?: P, options?: CallOptions): In<Page<T>>[M];
  /** All rows, or the first `maxItems`. */
  paginate(options?: PaginateOptions<P>): Paginated<T, M>;
}

/** An endpoint whose records can be asked for one by one. */
export interface Retrieving<T, M extends Mode> {
  /** A record; `null` when there is none of that id. */
  retrieve(id: RecordId, options?: CallOptions): In<T | null>[M];
}

/** An endpoint to which records can be added. */
export interface Creating<T, I, M extends Mode> {
  /** Makes a record, and answers it. A file among its fields may be a path, a Blob, bytes or a stream. */
  create(input: I, options?: CallOptions): In<T>[M];
}

/** An endpoint whose records can be changed. */
export interface Updating<T, I, M extends Mode> {
  /** Changes the given fields of a record, and answers all of it. */
  update(id: RecordId, input: I, options?: CallOptions): In<T>[M];
}

/** An endpoint whose records can be replaced. */
export interface Replacing<T, I, M extends Mode> {
  /**
   * Replaces a record (a PUT): what its endpoint requires must be there, which for most is what creating it needs. A team
   * keeps its name, and takes `is_active` alone. What is left out stays, but a team is active again, and a comment yours.
   */
  replace(id: RecordId, input: I, options?: CallOptions): In<T>[M];
}

/** An endpoint whose records can be deleted. */
export interface Deleting<M extends Mode> {
  /** Deletes a record; `false` when there was none of that id. */
  delete(id: RecordId, options?: CallOptions): In<boolean>[M];
}

/** The methods that an endpoint has, by what its types say. */
type Methods<S, M extends Mode> = (S extends {
  readonly row: infer T;
  readonly GET: { readonly params: infer P };
}
  ? Listing<T, P, M>
  : unknown) &
  (S extends { readonly POST: { readonly body: infer B; readonly answer: infer T } }
    ? Creating<T, Input<B>, M>
    : unknown) &
  (S extends { readonly item: infer I } ? ItemMethods<I, M> : unknown);

type ItemMethods<I, M extends Mode> = (I extends { readonly GET: { readonly answer: infer T } }
  ? Retrieving<T, M>
  : unknown) &
  (I extends { readonly PATCH: { readonly body: infer B; readonly answer: infer T } }
    ? Updating<T, Input<B>, M>
    : unknown) &
  (I extends { readonly PUT: { readonly body: infer B; readonly answer: infer T } }
    ? Replacing<T, Input<B>, M>
    : unknown) &
  (I extends { readonly DELETE: unknown } ? Deleting<M> : unknown);

/**
 * The records of one kind, with the methods that the API has for them. An answer that is an error is thrown as a
 * StatusError, but for what `retrieve` and `delete` say of records that are not there.
 */
export type Resource<N extends ResourceName, M extends Mode> = Methods<Endpoints[N], M>;

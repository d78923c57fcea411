import type { Files, RequestOptions } from "@latchkey/session";
import type { ListParams, Page } from "./page.ts";

/** A method that takes no body. */
export interface Reads<A> {
  readonly answer: A;
}

/** A method with query parameters of its own. */
export interface Queries<A, P> extends Reads<A> {
  readonly params: P;
}

/** A method that takes a body: the options that give it one. */
export interface Writes<B, A> {
  readonly answer: A;
  readonly body: B;
}

/** A body in any of the forms that the server reads. */
export type Body<T> =
  | { readonly json: T; readonly form?: undefined; readonly files?: undefined; readonly body?: undefined }
  | { readonly form: Form<T>; readonly files?: undefined; readonly json?: undefined; readonly body?: undefined }
  | RawBody;

/** A body with files beside its fields. */
export type Upload<T, F extends Files> =
  | { readonly form: Form<T>; readonly files: F; readonly json?: undefined; readonly body?: undefined }
  | RawBody;

/** Bytes of your own making, with a content type in `headers`. */
interface RawBody {
  readonly body: NonNullable<RequestOptions["body"]>;
  readonly json?: undefined;
  readonly form?: undefined;
  readonly files?: undefined;
}

/** The same fields, in a form: it knows no null, and an absent flag means false. */
export type Form<T> = { readonly [K in keyof T]: Exclude<T[K], null> };

/** A list and its items. `C` is what creates one, `R` what replaces it, `P` what patches it; `never`: not possible. */
export interface Collection<T, F, C, R = C, P = Partial<R>> {
  readonly row: T;
  readonly GET: Queries<Page<T>, F & ListParams>;
  readonly POST: Writes<Body<C>, T>;
  readonly item: Item<T, Body<R>, Body<P>>;
}

/** What can be done with one record. */
export interface Item<T, R, P> {
  readonly GET: Reads<T>;
  readonly PUT: Writes<R, T>;
  readonly PATCH: Writes<P, T>;
  readonly DELETE: Reads<never>;
}

/** A list that can only be read, and its items. */
export interface Archive<T, F> {
  readonly row: T;
  readonly GET: Queries<Page<T>, F & ListParams>;
  readonly item: { readonly GET: Reads<T> };
}

/** One document. */
export interface Document<A> {
  readonly GET: Reads<A>;
}

/** One document whose content depends on query parameters. */
export interface Report<A, P> {
  readonly GET: Queries<A, P>;
}

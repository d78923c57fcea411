import type { RequestOptions } from "@latchkey/session";
import type { Endpoints } from "./endpoints.ts";

/** Methods that a client has a verb for. */
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Without outer slashes, and without a query. */
type Bare<E extends string> = E extends `/${infer R}`
  ? Bare<R>
  : E extends `${infer R}?${string}`
    ? Bare<R>
    : E extends `${infer R}/`
      ? Bare<R>
      : E;

/** What may stand for an id in a path: a number, and `Id` where there is something else. */
type IsId<I, Id> = I extends `${number}` | `${bigint}` ? true : I extends Id ? true : false;

type FindItem<C extends string, I, Id> = C extends keyof Endpoints
  ? Endpoints[C] extends { readonly item: infer T }
    ? IsId<I, Id> extends true
      ? T
      : unknown
    : unknown
  : unknown;

/**
 * What the types know of an endpoint; `unknown` when nothing. Lists are two segments long, so that an item is found
 * by splitting its path and not by trying every list: looking up an endpoint takes the same time however many there are.
 */
export type Find<E, Id = never> = E extends string
  ? Bare<E> extends infer P
    ? P extends keyof Endpoints
      ? Endpoints[P]
      : P extends `${infer A}/${infer B}/${infer I}`
        ? FindItem<`${A}/${B}`, I, Id>
        : unknown
    : never
  : unknown;

/** What `method` needs and gives at an endpoint; `unknown` when the types do not know. */
export type At<M extends Method, E, Id = never> = Find<E, Id> extends { readonly [K in M]: infer X } ? X : unknown;

/** The body of a 2xx answer. A type that is no string is the caller's own: `httpGet<Mine>("some/where")`. */
export type Answer<M extends Method, E, Id = never> = E extends string
  ? At<M, E, Id> extends { readonly answer: infer A }
    ? A
    : unknown
  : E;

/** Options that have nothing to do with the endpoint. */
export type CallOptions = Omit<RequestOptions, "params" | "json" | "form" | "files" | "body">;

/** Query parameters that any endpoint may get. */
type FreeParams = Pick<RequestOptions, "params">;

/** The arguments after the endpoint: options, which must be there when a body must be. */
export type Arguments<M extends Method, E> =
  At<M, E> extends infer X
    ? unknown extends X
      ? [options?: RequestOptions]
      : X extends { readonly body: infer B }
        ? [options: CallOptions & FreeParams & B]
        : [
            options?: CallOptions &
              (X extends { readonly params: infer P } ? { readonly params?: P | undefined } : FreeParams),
          ]
    : never;

/**
 * An endpoint as a verb takes it: any string, with those that are known offered for completion. The parameter `E` is
 * the string itself, or a type of the caller's for the answer, which is why it is not constrained.
 */
export type EndpointArgument<E> = (E & string) | (E extends string ? never : string) | keyof Endpoints;

/** A row of the list at an endpoint. */
export type Row<E> = E extends string ? (Find<E> extends { readonly row: infer R } ? R : unknown) : E;

/** Query parameters of the list at an endpoint. */
export type ListParamsOf<E> =
  Find<E> extends { readonly GET: { readonly params: infer P } }
    ? P
    : Exclude<NonNullable<RequestOptions["params"]>, URLSearchParams>;

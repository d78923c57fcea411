import type { Files, RequestOptions } from "@latchkey/session";
import type { Answer, At, EndpointArgument, Method } from "../endpoints/lookup.ts";
import type { RefId, WithRefs } from "./ref.ts";

/** An endpoint of an action: as a verb takes it, and `ref("id")` may stand for an id. */
export type JobEndpoint<E> = EndpointArgument<E>;

/** What an action answers; `null` where that is no JSON. */
export type JobAnswer<M extends Method, E> = [Answer<M, E, RefId>] extends [never] ? null : Answer<M, E, RefId>;

/** Options of any action. */
export interface JobOptions {
  /** A name of your own for it, of letters, digits and `_`: errors and results show it. */
  readonly as?: string | undefined;
  /** Query parameters. They cannot hold references: the server leaves them as they are. */
  readonly params?: RequestOptions["params"];
  readonly json?: object | undefined;
  readonly form?: object | undefined;
  /** Files by field: a path, a Blob, bytes, or a stream (async twin). */
  readonly files?: Files | undefined;
}

type Named = Pick<JobOptions, "as">;

/** The bodies that a job can hold, with references. */
type JobBody<B> = B extends { readonly json: infer T }
  ? { readonly json: WithRefs<T>; readonly form?: undefined; readonly files?: undefined }
  : B extends { readonly form: infer T; readonly files: infer F }
    ? { readonly form: WithRefs<T>; readonly files: F; readonly json?: undefined }
    : never;

/** The arguments of an action after its endpoint. */
export type JobArguments<M extends Method, E> =
  At<M, E, RefId> extends infer X
    ? unknown extends X
      ? [options?: JobOptions]
      : X extends { readonly body: infer B }
        ? [options: Named & JobBody<B>]
        : X extends { readonly params: infer P }
          ? [options?: Named & { readonly params?: P | undefined }]
          : [options?: Named]
    : never;

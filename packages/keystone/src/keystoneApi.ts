import type { FileInput, In, Mode } from "@latchkey/session";
import { type AttachOptions, attach } from "./attachments/attach.ts";
import type { AtOnce } from "./batch/atOnce.ts";
import type { BatchOptions } from "./batch/batchOptions.ts";
import type { BatchResult } from "./batch/batchResult.ts";
import type { Job } from "./batch/job.ts";
import { runBatch } from "./batch/runBatch.ts";
import type { ClientAccess } from "./clientAccess.ts";
import type { Attachment } from "./endpoints/allocations.ts";
import type { CallOptions, EndpointArgument, ListParamsOf, Row } from "./endpoints/lookup.ts";
import { TypedHttp } from "./endpoints/typedHttp.ts";
import { paginate } from "./pages/paginate.ts";
import type { Paginated } from "./pages/paginated.ts";
import type { PaginateOptions } from "./pages/paginateOptions.ts";
import { makeResource } from "./resources/makeResource.ts";
import type { Resource, ResourceName } from "./resources/resource.ts";
import { serverVersion } from "./versions/serverVersion.ts";

/** What a client does with the API beyond single requests. Each method is made elsewhere, as a flow. */
export abstract class KeystoneApi<M extends Mode> extends TypedHttp<M> {
  readonly #access: ClientAccess<M> = {
    url: this.url,
    cid: this.cid,
    assertOpen: () => this.assertOpen(),
    exchange: (method, endpoint, options) => this.exchange(method, endpoint, options),
    run: (flow, signal) => this.run(flow, signal),
    each: (open, signal) => this.each(open, signal),
  };

  /**
   * The rows of a list, all of them or the first `maxItems`, in order: to loop over with `for await`, in the blocking
   * twin with `for`. Asks for pages while others are read, waits where the server asks for it, and stops when the loop
   * is left. Rows that appear or vanish meanwhile are neither doubled nor lost, as far as ids show it: ties of your
   * `_order` are broken by id for that.
   *
   * @throws UsageError for bad options, at once
   * @throws StatusError for a page that is refused, TransportError (`protocol`) for a list that does not go on
   *
   * @example
   * ```ts
   * for await (const user of client.paginate("users/users", { params: { last_name__contains: "ng" } })) {
   *   console.log(user.username);
   * }
   * ```
   */
  paginate<const E>(endpoint: EndpointArgument<E>, options?: PaginateOptions<ListParamsOf<E>>): Paginated<Row<E>, M>;
  paginate(endpoint: string, options?: object): Paginated<unknown, M> {
    return paginate(this.#access, endpoint, options);
  }

  /**
   * The records of one kind, with methods that return them, or throw: `list`, `retrieve`, `create`, `update`,
   * `replace`, `delete`, as far as the API has them.
   *
   * @throws StatusError from its methods, for an answer that is an error
   *
   * @example
   * ```ts
   * const teams = client.resource("users/teams");
   * const { id } = await teams.create({ name: "Physics" });
   * await teams.update(id, { is_active: false });
   * await teams.retrieve(999); // null
   * ```
   */
  resource<const N extends ResourceName>(name: N): Resource<N, M>;
  resource(name: string): object {
    return makeResource(this.#access, name);
  }

  /**
   * Runs a job: actions that succeed together or not at all, in one request. Later actions may refer to what earlier
   * ones answer.
   *
   * @param build - adds the actions; what it returns comes back as `returned`, with results in the place of actions
   * @throws BatchError when an action is refused, or a reference cannot be resolved: nothing was done then
   * @throws UsageError for a job that cannot be sent: nothing was sent then
   *
   * @example
   * ```ts
   * const { returned } = await client.batch((job) => {
   *   const team = job.post("users/teams", { json: { name: "Physics" } });
   *   job.post("users/memberships", { json: { team: team.ref("id"), user: 7, role: "OW" } });
   *   return team;
   * });
   * returned.body.id;
   * ```
   */
  batch<R>(build: (job: Job) => AtOnce<R>, options?: BatchOptions): In<BatchResult<R>>[M];
  batch<R>(build: (job: Job) => R, options?: BatchOptions): In<BatchResult<R>>[M] {
    return this.run(runBatch(this.#access, build, options), options?.signal);
  }

  /**
   * Attaches a file to an allocation request: from a path, a Blob, bytes or text, in the async twin from a stream. The
   * body is read while it is sent, so that a file of any size takes little memory; the time-out is the longest silence.
   *
   * @param request - id of the request
   * @throws UsageError (`body`) with `verify`, for a file that the server would refuse: it was not sent then
   * @throws StatusError for a file that the server does refuse
   *
   * @example
   * ```ts
   * await client.attach(request.id, { path: "proposal.pdf" }, { verify: true });
   * await client.attach(request.id, { content: "a,b\n1,2\n", filename: "numbers.csv" }, { name: "Numbers" });
   * ```
   */
  attach(request: number | bigint, file: FileInput, options?: AttachOptions): In<Attachment>[M] {
    return this.run(attach(this.#access, request, file, options), options?.signal);
  }

  /**
   * The version of the server, such as `"0.10.9"`. Needs no login.
   *
   * @throws UsageError (`option`) for a server before 0.9, naming its version
   * @throws DecodeError when what is at `url` is no Keystone server
   */
  version(options?: CallOptions): In<string>[M] {
    return this.run(serverVersion(this.#access, options), options?.signal);
  }
}

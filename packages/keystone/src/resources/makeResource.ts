import { type In, type Mode, type RequestOptions, UsageError } from "@latchkey/session";
import type { ClientAccess } from "../clientAccess.ts";
import type { CallOptions } from "../endpoints/lookup.ts";
import { paginate } from "../pages/paginate.ts";
import type { Paginated } from "../pages/paginated.ts";
import { RecordFlows } from "./recordFlows.ts";
import type { RecordId } from "./resource.ts";

/** All methods that a resource may have; its type shows those that the API has. */
export interface AnyResource<M extends Mode> {
  list(params?: RequestOptions["params"], options?: CallOptions): In<unknown>[M];
  paginate(options?: object): Paginated<unknown, M>;
  retrieve(id: RecordId, options?: CallOptions): In<unknown>[M];
  create(input: object, options?: CallOptions): In<unknown>[M];
  update(id: RecordId, input: object, options?: CallOptions): In<unknown>[M];
  replace(id: RecordId, input: object, options?: CallOptions): In<unknown>[M];
  delete(id: RecordId, options?: CallOptions): In<boolean>[M];
}

/** The records of one list. */
export function makeResource<M extends Mode>(client: ClientAccess<M>, endpoint: string): AnyResource<M> {
  if (typeof endpoint !== "string") {
    throw new UsageError("endpoint", "The name of a resource must be a string.", {
      hint: 'For example "users/teams".',
    });
  }
  const name = endpoint.replace(/^\/+|\/+$/g, "");
  const flows = new RecordFlows(client, name);
  return {
    list: (params, options) => client.run(flows.list(params, options), options?.signal),
    paginate: (options) => paginate(client, name, options),
    retrieve: (id, options) => client.run(flows.retrieve(id, options), options?.signal),
    create: (input, options) => client.run(flows.create(input, options), options?.signal),
    update: (id, input, options) => client.run(flows.update(id, input, options), options?.signal),
    replace: (id, input, options) => client.run(flows.replace(id, input, options), options?.signal),
    delete: (id, options) => client.run(flows.delete(id, options), options?.signal),
  };
}

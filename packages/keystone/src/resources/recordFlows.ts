import {
  type ApiResponse,
  checkOptions,
  endpoint,
  type FileInput,
  type Flow,
  type Mode,
  type RequestOptions,
} from "@latchkey/session";
import { callShape } from "../callShape.ts";
import type { ClientAccess } from "../clientAccess.ts";
import type { CallOptions } from "../endpoints/lookup.ts";
import type { RecordId } from "./resource.ts";

/** Fields that are files: they make the body a form. */
const FILE_FIELDS: ReadonlyMap<string, string> = new Map([["allocations/attachments", "file"]]);

/** What is done with records, as flows. */
export class RecordFlows<M extends Mode> {
  readonly #client: ClientAccess<M>;
  readonly #name: string;

  constructor(client: ClientAccess<M>, name: string) {
    this.#client = client;
    this.#name = name;
  }

  *list(params: RequestOptions["params"], options?: CallOptions): Flow<unknown> {
    return (yield* this.#send("GET", this.#name, options, { params })).raiseForStatus().json();
  }

  *retrieve(id: RecordId, options?: CallOptions): Flow<unknown> {
    const response = yield* this.#send("GET", this.#item(id), options);
    return isMissing(response) ? null : response.raiseForStatus().json();
  }

  *create(input: object, options?: CallOptions): Flow<unknown> {
    return yield* this.#write("POST", this.#name, input, options);
  }

  *update(id: RecordId, input: object, options?: CallOptions): Flow<unknown> {
    return yield* this.#write("PATCH", this.#item(id), input, options);
  }

  *replace(id: RecordId, input: object, options?: CallOptions): Flow<unknown> {
    return yield* this.#write("PUT", this.#item(id), input, options);
  }

  *delete(id: RecordId, options?: CallOptions): Flow<boolean> {
    const response = yield* this.#send("DELETE", this.#item(id), options);
    if (isMissing(response)) return false;
    response.raiseForStatus();
    return true;
  }

  #item(id: RecordId): string {
    // With its slash: an id that holds a dot would pass for a file's name.
    return `${this.#name}/${endpoint`${id}`}/`;
  }

  *#write(method: string, path: string, input: object, options: CallOptions | undefined): Flow<unknown> {
    const response = yield* this.#send(method, path, options, bodyOf(this.#name, input));
    return response.raiseForStatus().json();
  }

  #send(
    method: string,
    path: string,
    options: CallOptions | undefined,
    own?: RequestOptions,
  ): Flow<ApiResponse<unknown>> {
    return this.#client.exchange(method, path, { request: { ...checkOptions(options, callShape), ...own } });
  }
}

/** Whether the server says that there is no such record. Where the API itself is missing it answers a page of HTML. */
function isMissing(response: ApiResponse<unknown>): boolean {
  return response.status === 404 && typeof response.problem === "object" && response.problem !== null;
}

function bodyOf(name: string, input: object): Pick<RequestOptions, "json" | "form" | "files"> {
  const field = FILE_FIELDS.get(name);
  const file: unknown = field === undefined ? undefined : Reflect.get(Object(input), field);
  if (field === undefined || file === undefined) return { json: input };
  // Beside its file, an attachment is made of a name and an id; of what else is there, the encoder of forms says so.
  const { [field]: _, ...form } = { ...input } as Record<string, string | number | undefined>;
  // Whatever else was put there, the encoder of files has the word for it.
  return { form, files: { [field]: file as FileInput } };
}

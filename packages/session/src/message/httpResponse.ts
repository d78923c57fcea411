import { DecodeError } from "../errors/decodeError.ts";
import { explainedBy } from "../errors/explained.ts";
import { StatusError } from "../errors/statusError.ts";
import { redactUrl } from "../request/redactUrl.ts";
import { parseRetryAfter } from "../request/retryAfter.ts";
import type { ApiResponse, ErrorResponse, ResponseBase } from "./apiResponse.ts";
import { type Bytes, plainBytes } from "./bytes.ts";
import type { Call } from "./call.ts";
import { Explanation } from "./explanation.ts";
import { problemText } from "./problemText.ts";
import { isOk, type Reply, type SavedFile } from "./reply.ts";

/** The one class behind {@link ApiResponse}. What needs work is done when first asked for. */
class HttpResponse implements ResponseBase {
  readonly #reply: Reply;
  readonly #call: Call;
  readonly #receivedAt: number;
  readonly #asked: { readonly method: string; readonly url: string };
  readonly status: number;
  readonly ok: boolean;
  readonly url: string;
  readonly elapsed: number;
  readonly attempts: number;
  #request: { readonly method: string; readonly url: string } | undefined;
  #headers: Headers | undefined;
  #content: Bytes | undefined;

  constructor(reply: Reply, call: Call, request: { readonly method: string; readonly url: string }) {
    const { clock } = call.settings;
    this.#reply = reply;
    this.#call = call;
    this.#asked = request;
    this.status = reply.status;
    this.ok = isOk(reply);
    // Only an error's Retry-After is told against the clock.
    this.#receivedAt = this.ok ? 0 : clock.wall();
    this.url = reply.url;
    this.elapsed = call.elapsed;
    this.attempts = call.attempts;
  }

  explain(): Explanation {
    const { elapsed, request } = this;
    const { method, url } = request;
    return new Explanation(this.#call, { method, url, elapsed, end: { reply: this.#reply } });
  }

  get request(): { readonly method: string; readonly url: string } {
    this.#request ??= { method: this.#asked.method, url: redactUrl(this.#asked.url) };
    return this.#request;
  }

  get cid(): string {
    return this.#call.settings.cid;
  }

  get headers(): Headers {
    if (this.#headers === undefined) {
      const headers = new Headers();
      for (const [name, value] of this.#reply.headers.entries()) headers.append(name, value);
      this.#headers = headers;
    }
    return this.#headers;
  }

  header(name: string): string | undefined {
    return this.#reply.headers.get(name.toLowerCase());
  }

  get content(): Bytes {
    this.#content ??= plainBytes(this.#reply.body);
    return this.#content;
  }

  /** Where the body went, when it was saved. */
  get saved(): SavedFile | undefined {
    return this.#reply.saved;
  }

  text(): string {
    const charset = /;\s*charset="?([^\s";]+)/i.exec(this.header("content-type") ?? "")?.[1];
    return decoder(charset).decode(this.#reply.body);
  }

  json(): unknown {
    try {
      return JSON.parse(decoder(undefined).decode(this.#reply.body));
    } catch {
      // The parser's own message quotes the body.
      throw this.#undecodable();
    }
  }

  get problem(): unknown {
    const { body } = this.#reply;
    if (this.ok || body.length === 0) return undefined;
    try {
      return JSON.parse(decoder(undefined).decode(body));
    } catch {
      return this.text();
    }
  }

  raiseForStatus(): this {
    if (this.ok) return this;
    const { problem, status, request } = this;
    const said = problemText(problem);
    const error = new StatusError(
      `${request.method} ${this.url} answered ${status}${said === "" ? "." : `: ${said}`}`,
      {
        status,
        problem,
        // Its `ok` is false: the other half of the union.
        response: this as ResponseBase as ErrorResponse,
        retryAfter: parseRetryAfter(this.#reply.headers.get("retry-after"), this.#receivedAt),
        method: request.method,
        url: this.url,
        cid: this.cid,
        hint: status < 400 && this.header("location") !== undefined ? REDIRECT_HINT : HINTS.get(status),
      },
    );
    explainedBy(error, () => this.explain());
    throw error;
  }

  toJSON(): Record<string, unknown> {
    const { status, ok, url, elapsed, attempts, request } = this;
    return { status, ok, url, elapsed, attempts, request, bytes: this.#reply.body.length };
  }

  /** What `console.log` shows: no header and no body, which may hold secrets. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    const { request, status, elapsed } = this;
    return `ApiResponse { ${request.method} ${this.url} → ${status}, ${this.#reply.body.length} bytes, ${Math.round(elapsed)} ms }`;
  }

  #undecodable(): DecodeError {
    const { status, request } = this;
    const { body } = this.#reply;
    const type = this.header("content-type") ?? "no content type";
    const what = body.length === 0 ? "an empty body" : `${body.length} bytes of ${type}`;
    const message = `${request.method} ${this.url} answered ${status} with ${what}, which is not JSON.`;
    return undecodable(this, message, { hint: "Read text() or content instead." });
  }
}

const REDIRECT_HINT =
  'Ask for the address in header("location"); a session follows redirects where it is made with followRedirects: true.';

const HINTS: ReadonlyMap<number, string> = new Map([
  [401, "Sign in first, or again; check a token or key that was passed: it may be wrong, or have ended."],
  [403, "The server knows who you are and does not allow this."],
  [404, "Check the endpoint and the id; endpoints are relative to the session's url."],
  [429, "The server limits how often it may be called; wait for retryAfter ms."],
]);

const utf8 = new TextDecoder();

function decoder(charset: string | undefined): InstanceType<typeof TextDecoder> {
  if (charset === undefined || /^utf-?8$/i.test(charset)) return utf8;
  try {
    return new TextDecoder(charset);
  } catch {
    return utf8;
  }
}

/**
 * The response that a caller gets for a reply.
 *
 * @param request - what was asked; the values of its query are never shown
 *
 * @example
 * ```ts
 * const reply = yield* next(request);
 * const response = apiResponse<Book>(reply, request.call, { method: request.method, url: reply.url });
 * ```
 */
export function apiResponse<T>(
  reply: Reply,
  call: Call,
  request: { readonly method: string; readonly url: string },
): ApiResponse<T> {
  // `ok` decides which half of the union this is; T is what the typed endpoint promises of a 2xx body.
  return new HttpResponse(reply, call, request) as ResponseBase as ApiResponse<T>;
}

/**
 * The error for a response that holds something else than was asked for: it names the call, and can be explained.
 *
 * @param details - `bytes`: size of the body, where it is not in `content`
 *
 * @example
 * ```ts
 * const id = idIn(response.json());
 * if (id === undefined) throw undecodable(response, "The API made a thing and did not say what its id is.");
 * ```
 */
export function undecodable(
  response: ResponseBase,
  message: string,
  { bytes = response.content.length, hint }: { readonly bytes?: number; readonly hint?: string } = {},
): DecodeError {
  const { status, request, url, cid } = response;
  const contentType = response.header("content-type");
  const error = new DecodeError(message, { status, contentType, bytes, method: request.method, url, cid, hint });
  explainedBy(error, () => response.explain());
  return error;
}

/**
 * Where a response's body went, when it was saved.
 *
 * @example
 * ```ts
 * const { file, bytes } = savedFile(response) ?? { file: "none", bytes: 0 };
 * ```
 */
export function savedFile(response: ApiResponse<unknown>): SavedFile | undefined {
  return response instanceof HttpResponse ? response.saved : undefined;
}

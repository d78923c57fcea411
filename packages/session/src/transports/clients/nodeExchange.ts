import type { ClientRequest, IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { Readable } from "node:stream";
import { HeaderFields } from "../../message/headerFields.ts";
import { isFieldName } from "../../request/checkHeaders.ts";
import { isBytes } from "../../request/isBytes.ts";
import { errorCode } from "../failures/errorCode.ts";
import type { Dispatch, ResponseHandler } from "./client.ts";
import { httpRequest } from "./nodeHttp.ts";

/** One request and its response, told to a handler as undici would. */
export class NodeExchange {
  /** Until the exchange is over: Node's socket remembers its last request, and all that has hold of it, while it rests. */
  #handler: ResponseHandler | undefined;
  readonly #released: (kept: string | undefined) => void;
  #request: ClientRequest | undefined;
  #response: IncomingMessage | undefined;
  /** Of the request's body, until all of it is read. */
  #source: Readable | undefined;
  #isLost = false;

  /** @param released - told when the connection is free, and how long the server keeps it; `undefined`: it is not */
  constructor(handler: ResponseHandler, released: (kept: string | undefined) => void) {
    this.#handler = handler;
    this.#released = released;
  }

  start(socket: Socket, host: string, maxHeaderSize: number, dispatch: Dispatch): void {
    const { method, path, headers, body } = dispatch;
    const isSized = headers.some((name, index) => index % 2 === 0 && name === "content-length");
    const framing = isSized ? [] : body === null ? noBody(method) : ["transfer-encoding", "chunked"];
    const own = ["host", host, "connection", "keep-alive"];
    let request: ClientRequest;
    try {
      this.#handler?.onConnect((error) => this.#fail(error));
      request = httpRequest(
        Object.assign(Object.create(null), {
          method,
          path,
          headers: [...own, ...headers, ...framing],
          createConnection: () => socket,
          maxHeaderSize,
          insecureHTTPParser: false,
        }),
      );
    } catch (error) {
      // It was given up, or cannot be sent: nothing has left.
      const handler = this.#end();
      this.#released("");
      handler?.onError(error);
      return;
    }
    this.#request = request;
    // Without an agent Node would end the connection after the response, whatever the headers say.
    request.shouldKeepAlive = true;
    // By default Node drops what goes beyond 1,000 fields and says nothing. Their bytes are bounded.
    request.maxHeadersCount = 0;
    const answered = (): void => this.#tell((handler) => handler.onResponseStarted());
    socket.once("data", answered);
    request.on("information", ({ statusCode }) => this.#tell((handler) => handler.onHeaders(statusCode, [])));
    request.on("upgrade", () => this.#fail(failure("bad upgrade", "UND_ERR_SOCKET")));
    request.on("error", (error) => this.#lose(isHangUp(error) ? ended() : error));
    request.on("response", (response) => this.#receive(response));
    request.on("close", () => {
      socket.removeListener("data", answered);
      this.#source?.destroy();
      this.#lose(ended());
    });
    this.#write(request, body);
  }

  hold(): void {
    this.#response?.pause();
  }

  resume(): void {
    this.#response?.resume();
  }

  #write(request: ClientRequest, body: Dispatch["body"]): void {
    if (body !== null && !isBytes(body)) {
      this.#writeStream(request, body);
      return;
    }
    if (body !== null) request.write(body);
    request.end(() => this.#tell((handler) => handler.onRequestSent()));
    if (body !== null) this.#tell((handler) => handler.onBodySent(body));
  }

  #writeStream(request: ClientRequest, body: AsyncIterable<Uint8Array>): void {
    const source = Readable.from(body, { objectMode: true });
    this.#source = source;
    source.on("data", (chunk: Uint8Array) => {
      if (this.#handler === undefined) {
        source.destroy();
        return;
      }
      if (!request.write(chunk)) {
        source.pause();
        request.once("drain", () => source.resume());
      }
      this.#tell((handler) => handler.onBodySent(chunk));
    });
    source.on("end", () => request.end(() => this.#tell((handler) => handler.onRequestSent())));
    source.on("error", (error) => this.#fail(error));
    source.on("close", () => {
      this.#source = undefined;
    });
  }

  #receive(response: IncomingMessage): void {
    this.#response = response;
    const raw = response.rawHeaders;
    const fields = HeaderFields.of(raw);
    // Parsers of older Node versions take more: the words are undici's.
    if (raw.some((name, index) => index % 2 === 0 && !isFieldName(name))) {
      const words = "Response does not match the HTTP/1.1 protocol (Invalid header token)";
      this.#fail(failure(words, "HPE_INVALID_HEADER_TOKEN"));
      return;
    }
    this.#tell((handler) => handler.onHeaders(response.statusCode ?? 0, fields));
    response.on("data", (chunk: Buffer) => this.#tell((handler) => handler.onData(chunk)));
    response.on("error", (error) => this.#fail(error));
    response.on("end", () => this.#complete(fields));
    // Parsers of older Node versions wait for a body that is none (RFC 9110 §15.3.5).
    if (response.statusCode === 204 && speaksOfBody(fields)) {
      this.#isLost = true;
      this.#complete(fields);
      this.#request?.destroy();
    }
  }

  #complete(fields: HeaderFields): void {
    const handler = this.#end();
    if (handler === undefined) return;
    const mayBeKept = !this.#isLost && this.#request?.shouldKeepAlive === true;
    // The parser lets go of the connection after this event, and TLS says only then that all has been written.
    setImmediate(() => {
      const isKept = mayBeKept && this.#request?.writableFinished === true;
      this.#released(isKept ? (fields.get("keep-alive") ?? "") : undefined);
      handler.onComplete();
    });
  }

  /** Tells the handler, who may refuse what it hears. */
  #tell(tell: (handler: ResponseHandler) => void): void {
    if (this.#handler === undefined) return;
    try {
      tell(this.#handler);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** The connection cannot be used any more. A response that is complete will come to its end all the same. */
  #lose(error: unknown): void {
    this.#isLost = true;
    if (this.#response?.complete !== true) this.#fail(error);
  }

  #fail(error: unknown): void {
    const handler = this.#end();
    if (handler === undefined) return;
    this.#request?.destroy();
    this.#released(undefined);
    handler.onError(error);
  }

  /** Whom to tell how it ended, unless that has been told. */
  #end(): ResponseHandler | undefined {
    const handler = this.#handler;
    this.#handler = undefined;
    return handler;
  }
}

/** How a request says that its body is empty, where one is expected (RFC 9110 §8.6). */
function noBody(method: string): string[] {
  return method === "POST" || method === "PUT" || method === "PATCH" ? ["content-length", "0"] : [];
}

/** Whether a head says that a body follows it. */
function speaksOfBody(fields: HeaderFields): boolean {
  return (fields.get("content-length") ?? "0") !== "0" || fields.get("transfer-encoding") !== undefined;
}

/** Whether an error says that the other side ended the connection: no system call failed. */
function isHangUp(error: Error): boolean {
  return errorCode(error) === "ECONNRESET" && !("syscall" in error);
}

function ended(): Error {
  return failure("other side closed", "UND_ERR_SOCKET");
}

/** An error as undici would tell it. */
export function failure(message: string, code: string): Error {
  return Object.assign(new Error(message), { code });
}

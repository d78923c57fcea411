import type { HeaderFields } from "./headerFields.ts";

/** What a saved body became. */
export interface SavedFile {
  /** The final path: complete under that name, or not there at all. */
  readonly file: string;
  /** Size of the decoded body. */
  readonly bytes: number;
  /** False when the server framed the body only by closing the connection, so that a cut cannot be told from an end. */
  readonly verified: boolean;
}

/** A server's answer inside the stack of layers: plain data. */
export interface Reply {
  readonly status: number;
  readonly headers: HeaderFields;
  /** Decoded body; empty when it was saved. */
  readonly body: Uint8Array;
  readonly saved?: SavedFile | undefined;
  /** Origin and path of the hop that answered. */
  readonly url: string;
  /** Whether it came over a connection that had served before; `undefined` where the transport cannot tell. */
  readonly reused?: boolean | undefined;
  /** The version of HTTP that was spoken, where the transport knows. */
  readonly protocol?: string | undefined;
  /** A DELETE that was sent again and met 404: the first one did it. */
  readonly alreadyDone?: boolean | undefined;
  /** Of a page that the server pointed to after it had acted on the request: whatever it says, that is not sent again. */
  readonly acted?: boolean | undefined;
}

/** Whether the caller got what was asked for. */
export function isOk({ status, alreadyDone = false }: Reply): boolean {
  return (status >= 200 && status < 300) || alreadyDone;
}

/** Whether an answer has no body, whatever its head says (RFC 9112 §6.3). */
export function isBodiless(method: string, status: number): boolean {
  return method === "HEAD" || status === 204 || status === 304;
}

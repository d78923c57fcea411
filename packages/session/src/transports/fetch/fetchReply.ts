import { TransportError } from "../../errors/transportError.ts";
import { HeaderFields } from "../../message/headerFields.ts";
import type { Reply } from "../../message/reply.ts";
import type { Request } from "../../message/request.ts";

/** Reads a response of `fetch` whole, at most `maxBytes` of it. */
export async function fetchReply(
  request: Request,
  response: Response,
  maxBytes: number,
  progress: () => void,
): Promise<Reply> {
  if (response.type === "opaqueredirect") {
    throw new TransportError("redirect", "The server answered with a redirect, which browsers do not show.", {
      sent: true,
      hint: "Ask for the final address.",
    });
  }
  const flat: string[] = [];
  for (const [name, value] of response.headers) flat.push(name, value);
  const url = request.origin + request.path.replace(/\?.*$/s, "");
  const body = await readBody(response, maxBytes, progress);
  return { status: response.status, headers: HeaderFields.of(flat), body, url };
}

async function readBody(response: Response, maxBytes: number, progress: () => void): Promise<Uint8Array> {
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = (await reader?.read().catch(cut)) ?? { done: true, value: undefined };
    if (done || value === undefined) break;
    progress();
    size += value.length;
    if (size > maxBytes) {
      throw new TransportError("too-large", `The body is larger than ${maxBytes} bytes.`, {
        sent: true,
        hint: "Raise limits.maxBytes.",
      });
    }
    chunks.push(value);
  }
  const [first, second] = chunks;
  if (first !== undefined && second === undefined) return first;
  const body = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}

function cut(): never {
  throw new TransportError("truncated", "The response ended early, or its content coding is broken.", { sent: true });
}

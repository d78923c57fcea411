import type { Json } from "./json.ts";

/** An answer before it is put on the wire. A `body` is sent as JSON, a `text` as it is. */
export interface Reply {
  status: number;
  body?: Json;
  text?: string;
  /** Content type of `text`. */
  type?: string;
  headers?: Record<string, string>;
}

const security = {
  "X-Frame-Options": "DENY",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  Vary: "Cookie, origin",
};

/** Puts an answer on the wire; `cookies` are whole `Set-Cookie` values. */
export function toResponse(reply: Reply, cookies: readonly string[], head: boolean): Response {
  const headers = new Headers(security);
  for (const [name, value] of Object.entries(reply.headers ?? {})) headers.set(name, value);
  for (const cookie of cookies) headers.append("Set-Cookie", cookie);
  if (reply.body !== undefined) headers.set("Content-Type", "application/json");
  else if (reply.type !== undefined) headers.set("Content-Type", reply.type);
  const text = reply.body === undefined ? reply.text : JSON.stringify(reply.body);
  return new Response(head || text === undefined ? null : new TextEncoder().encode(text), {
    status: reply.status,
    headers,
  });
}

/** A page, as the framework in front of the API answers when no view does. */
export function page(status: number, title: string): Reply {
  const text = `<!doctype html>\n<html lang="en">\n<head><title>${title}</title></head>\n<body><h1>${title}</h1></body>\n</html>\n`;
  return { status, text, type: "text/html; charset=utf-8" };
}

import type { KeystoneBox } from "../keystone/startKeystone.ts";

/** What a test sees of an answer. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed body; tests look into it without ceremony. */
  // biome-ignore lint/suspicious/noExplicitAny: a test asserts what the shape is, so no type may claim it first.
  json: any;
}

/** A browser's share of a session: cookies kept, CSRF token sent. */
export interface KeystoneSession {
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  cookies: Map<string, string>;
}

/** A session on a box, for tests; logged in when a user is named. */
export async function keystoneSession(
  box: KeystoneBox,
  username?: string,
  password = "Sup3r-secret-pw",
): Promise<KeystoneSession> {
  const cookies = new Map<string, string>();
  const send: KeystoneSession["send"] = async (method, path, body, headers = {}) => {
    const plain =
      body === undefined || body instanceof FormData || body instanceof URLSearchParams || typeof body === "string";
    const token = cookies.get("csrftoken");
    const reply = await fetch(box.url + path, {
      method,
      redirect: "manual",
      ...(body === undefined ? {} : { body: plain ? body : JSON.stringify(body) }),
      headers: {
        ...(body === undefined || body instanceof FormData || body instanceof URLSearchParams
          ? {}
          : { "Content-Type": "application/json" }),
        ...(cookies.size === 0 ? {} : { Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") }),
        ...(token === undefined || method === "GET" ? {} : { "X-CSRFToken": token }),
        ...headers,
      },
    });
    for (const line of reply.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    const text = await reply.text();
    const isJson = text !== "" && reply.headers.get("content-type")?.includes("json");
    return { status: reply.status, headers: reply.headers, text, json: isJson ? JSON.parse(text) : undefined };
  };
  if (username !== undefined) {
    const { status, text } = await send("POST", "/authentication/login/", { username, password });
    if (status !== 200) throw new Error(`Cannot log in as ${username}: ${status} ${text}`);
  }
  return { send, cookies };
}

/** The first user's session, and one for each name, made as plain users. */
export async function cast<Name extends string = never>(
  box: KeystoneBox,
  ...names: Name[]
): Promise<Record<Name | "admin", KeystoneSession>> {
  const admin = await keystoneSession(box, box.credentials.username, box.credentials.password);
  const sessions: [string, KeystoneSession][] = [["admin", admin]];
  for (const username of names) {
    await admin.send("POST", "/users/users/", { username, password: "Sup3r-secret-pw" });
    sessions.push([username, await keystoneSession(box, username)]);
  }
  // Built from exactly these names.
  return Object.fromEntries(sessions) as Record<Name | "admin", KeystoneSession>;
}

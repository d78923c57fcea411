import { sql } from "kysely";
import { hashSecret } from "../../box/passwordHash.ts";
import type { Call } from "../call.ts";
import { idOf, type Row } from "../database.ts";
import { clearCookie, readCookies, setCookie } from "../http/cookies.ts";
import { problems } from "../http/problem.ts";
import { badCookie, csrfRefusal } from "./csrf.ts";
import { findSession, randomKey } from "./sessions.ts";

const csrfAge = 31_449_600;

/**
 * Finds out who is calling: the API token first, then the session cookie, which on unsafe methods also needs its CSRF token.
 *
 * @throws Problem 401 for a bad token, 403 for a CSRF failure
 */
export async function authenticate(call: Call): Promise<Call> {
  const token = await tokenUser(call);
  if (token !== undefined) return { ...call, user: token };
  const cookies = readCookies(call.headers.get("cookie"));
  const key = cookies.get("sessionid");
  if (key === undefined) return call;
  const { user, dead } = await findSession(call.db, call.site.clock, key);
  if (dead) call.cookies.push(clearCookie("sessionid"));
  if (user === undefined) return call;
  if (!["GET", "HEAD", "OPTIONS"].includes(call.method)) await checkCsrf(call, cookies.get("csrftoken"));
  return { ...call, user, session: key, actor: idOf(user) };
}

async function tokenUser(call: Call): Promise<Row | undefined> {
  const [scheme, ...rest] = call.headers.get("authorization")?.trim().split(/\s+/) ?? [];
  if (scheme?.toLowerCase() !== "token") return undefined;
  if (rest.length === 0) throw problems.token("Invalid token header. No credentials provided.");
  if (rest.length > 1) throw problems.token("Invalid token header. Token string should not contain spaces.");
  const { rows } = await sql<Row>`SELECT u.* FROM tokens t JOIN users u ON u.id = t."user"
    WHERE t.key = ${hashSecret(rest[0] ?? "")}`.execute(call.db);
  if (rows[0] === undefined) throw problems.token("Invalid token.");
  if (rows[0]["is_active"] !== 1) throw problems.token("User inactive or deleted.");
  return rows[0];
}

async function checkCsrf(call: Call, cookie: string | undefined): Promise<void> {
  const type = call.headers.get("content-type") ?? "";
  const isForm = call.method === "POST" && /^(?:application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type);
  const body = isForm ? await call.body().catch(() => undefined) : undefined;
  const reason = csrfRefusal({
    self: call.url.origin,
    origin: call.headers.get("origin"),
    referer: call.headers.get("referer"),
    cookie,
    header: call.headers.get("x-csrftoken"),
    field: body?.kind === "form" ? body.fields.get("csrfmiddlewaretoken")?.at(-1) : undefined,
  });
  if (reason === badCookie) call.cookies.push(csrfCookie(call));
  if (reason !== undefined) throw problems.csrf(reason);
}

/** A fresh CSRF token, as a cookie that pages can read. */
export function csrfCookie(call: Call): string {
  return setCookie("csrftoken", randomKey("mixed"), csrfAge, call.site.clock.now(), false);
}

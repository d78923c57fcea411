import { sql } from "kysely";
import { verifyPassword } from "../../box/passwordHash.ts";
import type { Call } from "../call.ts";
import { idOf, type Row } from "../database.ts";
import { bodyValue } from "../http/body.ts";
import { clearCookie, setCookie } from "../http/cookies.ts";
import { isObject, pythonType } from "../http/json.ts";
import { problems } from "../http/problem.ts";
import type { Reply } from "../http/reply.ts";
import type { FieldErrors } from "../model/model.ts";
import { models } from "../model/models.ts";
import { coerce, Refused } from "../record/coerce.ts";
import { serialize } from "../record/serialize.ts";
import { sessionAge } from "../site.ts";
import { csrfCookie } from "./authenticate.ts";
import { endSession, randomKey, saveSession } from "./sessions.ts";

// Verified when there is no such user, so that the answer takes as long as with one.
const nobody =
  "scrypt$8192$8$1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/** `POST /authentication/login/`: the caller's own record and two cookies. The same user keeps the session, another gets a new one. */
export async function login(call: Call): Promise<Reply> {
  const { username, password } = await credentials(call);
  const found = await sql<Row>`SELECT * FROM users WHERE username = ${username}`.execute(call.db);
  const right = await verifyPassword(password, String(found.rows[0]?.["password"] ?? nobody));
  const account = found.rows[0];
  if (!right || account === undefined || account["is_active"] !== 1) {
    throw problems.invalid({ non_field_errors: ["Invalid username or password."] });
  }
  const user: Row = { ...account, last_login: call.site.stamp() };
  await sql`UPDATE users SET last_login = ${user["last_login"]} WHERE id = ${idOf(user)}`.execute(call.db);
  const kept = call.session !== undefined && call.actor === idOf(user) ? call.session : undefined;
  if (kept === undefined && call.session !== undefined) await endSession(call.db, call.session);
  const key = kept ?? randomKey("lower");
  await saveSession(call.db, call.site.clock, key, user);
  // A dead session's cookie may be on its way out already; the new one replaces it.
  call.cookies.splice(
    0,
    call.cookies.length,
    csrfCookie(call),
    setCookie("sessionid", key, sessionAge, call.site.clock.now(), true),
  );
  return { status: 200, body: (await serialize(call, models.users, [user]))[0] ?? null };
}

/** `POST /authentication/logout/`: ends the session; a token stays valid. */
export async function logout(call: Call): Promise<Reply> {
  if (call.session !== undefined) await endSession(call.db, call.session);
  call.cookies.push(clearCookie("sessionid"));
  return { status: 200 };
}

/** `GET /authentication/whoami/` */
export async function whoami(call: Call): Promise<Reply> {
  const rows = call.user === undefined ? [] : [call.user];
  return { status: 200, body: (await serialize(call, models.users, rows))[0] ?? null };
}

async function credentials(call: Call): Promise<{ username: string; password: string }> {
  const body = await call.body();
  if (body.kind === "json" && !isObject(body.data)) {
    const text =
      body.data === null
        ? "No data provided"
        : `Invalid data. Expected a dictionary, but got ${pythonType(body.data)}.`;
    throw problems.invalid({ non_field_errors: [text] });
  }
  const errors: FieldErrors = {};
  const read = (name: string): string => {
    const value = bodyValue(body, name);
    try {
      if (value === undefined) throw new Refused("This field is required.");
      if (value === null) throw new Refused("This field may not be null.");
      // The password is the one text in the API that is not trimmed.
      if (name === "password" && typeof value === "string" && value !== "") return value;
      return String(coerce({ kind: "text" }, value, false));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      errors[name] = [error.message];
      return "";
    }
  };
  const found = { username: read("username"), password: read("password") };
  if (Object.keys(errors).length > 0) throw problems.invalid(errors);
  return found;
}

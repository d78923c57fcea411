import { newJar } from "#newJar";
import { anonymous } from "../auth/fixedCredential.ts";
import type { AuthStrategy } from "../contracts/authStrategy.ts";
import { assertBlockingStore, type Store } from "../contracts/store.ts";
import { UsageError } from "../errors/usageError.ts";
import type { Mode } from "../flow/mode.ts";
import type { BaseUrl } from "../request/baseUrl.ts";
import { checkOptions } from "../request/checkOptions.ts";
import { authShape, sessionShape, settleSessionOptions } from "./checkSessionOptions.ts";
import { HttpVerbs } from "./httpVerbs.ts";
import type { SessionKind } from "./sessionKind.ts";
import type { SessionOptions } from "./sessionOptions.ts";
import type { Twin } from "./twin.ts";

/** A session with any server: what `AsyncSession` and `Session` share. */
export abstract class HttpSession<M extends Mode> extends HttpVerbs<M> {
  constructor(twin: Twin<M>, options: SessionOptions) {
    const { auth = anonymous(), store, ...rest } = checkOptions(options, { ...sessionShape, ...authShape });
    const settled = settleSessionOptions(rest);
    const kept = cookiesOf(auth, settled.base);
    super(twin, settled, { name: "session", auth, cidHeader: "x-correlation-id", ...kept });
    // Last: a strategy that was given to a session that could not be made keeps to nothing of it.
    if (store !== undefined) keepIn(store, auth, twin.mode);
  }
}

/** Hands the session's store on to the strategy, which is whose it is. */
function keepIn(store: Store, auth: AuthStrategy, mode: Mode): void {
  if (auth.keepIn === undefined) {
    throw new UsageError("option", `store does nothing: ${auth.name} has nothing to keep.`, {
      hint: "It is for strategies that sign in, such as clientCredentials and cookieLogin.",
    });
  }
  if (mode === "blocking") assertBlockingStore(store);
  auth.keepIn(store);
}

/** The cookies of a session: those that it signs in by, else its own. */
function cookiesOf({ cookies }: AuthStrategy, { origin }: BaseUrl): Pick<SessionKind, "jar" | "cookies"> {
  if (cookies === undefined) {
    const own = newJar(origin);
    return { jar: () => own };
  }
  const { url, csrf, jar } = cookies;
  const other = new URL(url).origin;
  if (other === origin) return { jar, cookies: { csrf, referer: url } };
  throw new UsageError("option", `auth keeps cookies of ${other}, and url leads to ${origin}.`, {
    hint: "Give both the same base URL.",
  });
}

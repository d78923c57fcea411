import type { CookieJar } from "../cookies/cookieJar.ts";
import type { CsrfNames } from "../cookies/csrfNames.ts";
import { refuseUnreadable } from "../cookies/csrfRefusal.ts";
import { type HeaderRecord, withHeaders } from "../message/request.ts";
import type { Layer } from "./layer.ts";

const SAFE: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);

/** What the cookie layer does besides cookies. */
export interface CookieOptions {
  readonly csrf?: CsrfNames | undefined;
  /** Sent as `Referer` with unsafe methods: Django demands one over https. */
  readonly referer?: string | undefined;
}

/** Sends and keeps cookies. The CSRF header is set in the same step, so that it always equals the cookie sent. */
export function cookies(jar: () => CookieJar, { csrf, referer }: CookieOptions): Layer {
  return {
    name: "cookies",
    *handle(request, next) {
      const { clock } = request.call.settings;
      const used = jar();
      const own: Record<string, string | undefined> = { cookie: used.header(request.path, clock.wall()) };
      if (csrf !== undefined) own[csrf.header] = used.get(csrf.cookie, request.path, clock.wall());
      if (referer !== undefined && !SAFE.has(request.method)) own.referer = referer;
      const reply = yield* next(withHeaders(request, missing(own, request.headers)));
      if (csrf !== undefined) refuseUnreadable(used, csrf, reply, request.path);
      const lines = reply.headers.getAll("set-cookie");
      // A jar that was replaced meanwhile belongs to another login: its cookies are not to be mixed with these.
      if (lines.length > 0 && used === jar()) used.store(lines, request.path, clock.wall());
      return reply;
    },
  };
}

/** Headers that the caller has not set for this request. */
function missing(own: Readonly<Record<string, string | undefined>>, given: HeaderRecord): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of Object.keys(own)) {
    const value = own[name];
    if (value !== undefined && !Object.hasOwn(given, name)) kept[name] = value;
  }
  return kept;
}

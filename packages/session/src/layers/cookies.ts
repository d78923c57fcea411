import type { CsrfNames } from "../cookies/csrfNames.ts";
import { refuseUnreadable } from "../cookies/csrfRefusal.ts";
import type { Jar } from "../cookies/jar.ts";
import { HeaderMerger } from "../message/headerMerger.ts";
import type { HeaderRecord, Request } from "../message/request.ts";
import type { Layer } from "./layer.ts";

const SAFE: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);

/** What the cookie layer does besides cookies. */
export interface CookieOptions {
  readonly csrf?: CsrfNames | undefined;
  /** Sent as `Referer` with unsafe methods: Django demands one over https. */
  readonly referer?: string | undefined;
}

/** Sends and keeps cookies. The CSRF header is set in the same step, so that it always equals the cookie sent. */
export function cookies(jar: () => Jar, { csrf, referer }: CookieOptions): Layer {
  const headers = new HeaderMerger();
  return {
    name: "cookies",
    *handle(request, next) {
      const { clock } = request.call.settings;
      const used = jar();
      const merged = headers.merge(request.headers, ownHeaders(request, used, clock.wall()));
      const reply = yield* next(merged === request.headers ? request : { ...request, headers: merged });
      if (csrf !== undefined) refuseUnreadable(used, csrf, reply, request.path);
      const lines = reply.headers.getAll("set-cookie");
      // A jar that was replaced meanwhile belongs to another login: its cookies are not to be mixed with these.
      if (lines.length > 0 && used === jar()) used.store(lines, request.path, clock.wall());
      return reply;
    },
  };

  function ownHeaders({ method, path, headers: given }: Request, used: Jar, now: number): HeaderRecord {
    const own: Record<string, string> = {};
    // What a layer or the caller set already stays.
    const set = (name: string, value: string | undefined): void => {
      if (value !== undefined && !Object.hasOwn(given, name)) own[name] = value;
    };
    set("cookie", used.header(path, now));
    if (csrf !== undefined) set(csrf.header, used.get(csrf.cookie, path, now));
    if (!SAFE.has(method)) set("referer", referer);
    return own;
  }
}

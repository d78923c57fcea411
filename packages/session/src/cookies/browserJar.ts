import type { CookieRecord } from "./cookieRecord.ts";
import type { Jar } from "./jar.ts";

/**
 * The cookies that a browser keeps for an origin, as far as a page may know of them. It sends and stores them itself;
 * a page reads those without HttpOnly in `document.cookie`, and only those of its own host (RFC 6265 §8.5: whatever the
 * port). Another host's cookies are never looked for: one of the same name would be the page's own.
 */
export class BrowserJar implements Jar {
  readonly #hostname: string;

  constructor(origin: string) {
    this.#hostname = new URL(origin).hostname;
  }

  get hidden(): boolean {
    return true;
  }

  store(): void {}

  header(): undefined {
    return undefined;
  }

  get(name: string): string | undefined {
    if (property(property(globalThis, "location"), "hostname") !== this.#hostname) return undefined;
    const cookies = property(property(globalThis, "document"), "cookie");
    if (typeof cookies !== "string") return undefined;
    const pair = cookies.split(/;\s*/).find((text) => text.startsWith(`${name}=`));
    return pair?.slice(name.length + 1);
  }

  whyNotSent(): undefined {
    return undefined;
  }

  snapshot(): CookieRecord[] {
    return [];
  }

  restore(): void {}
}

/** What the global object holds differs from runtime to runtime: a worker has no document. */
function property(owner: unknown, name: string): unknown {
  return typeof owner === "object" && owner !== null ? Reflect.get(owner, name) : undefined;
}

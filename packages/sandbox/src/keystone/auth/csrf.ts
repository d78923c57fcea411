import { isTrustedOrigin } from "../http/cors.ts";

/** The parts of a request that the CSRF rules look at (Django's `CsrfViewMiddleware`). */
export interface CsrfFacts {
  /** `scheme://host` as the server sees itself. */
  self: string;
  origin: string | null;
  referer: string | null;
  /** The `csrftoken` cookie. */
  cookie: string | undefined;
  header: string | null;
  /** The form field `csrfmiddlewaretoken`. */
  field: string | undefined;
}

const alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** Why an unsafe request with a session is refused; undefined when it is fine. */
export function csrfRefusal(facts: CsrfFacts): string | undefined {
  return pageRefusal(facts) ?? tokenRefusal(facts);
}

/** The cookie cannot be a token at all; the server answers with a new one. */
export const badCookie = "CSRF cookie has incorrect length.";

function pageRefusal({ self, origin, referer }: CsrfFacts): string | undefined {
  if (origin !== null) {
    return origin === self || isTrustedOrigin(origin)
      ? undefined
      : `Origin checking failed - ${origin} does not match any trusted origins.`;
  }
  if (!self.startsWith("https:")) return undefined;
  if (referer === null || referer === "") return "Referer checking failed - no Referer.";
  const page = URL.canParse(referer) ? new URL(referer) : undefined;
  if (page === undefined || page.host === "") return "Referer checking failed - Referer is malformed.";
  if (page.protocol !== "https:") return "Referer checking failed - Referer is insecure while host is secure.";
  if (page.origin === new URL(self).origin || isTrustedOrigin(page.origin)) return undefined;
  return `Referer checking failed - ${referer} does not match any trusted origins.`;
}

function tokenRefusal({ cookie, header, field }: CsrfFacts): string | undefined {
  if (cookie === undefined) return "CSRF cookie not set.";
  if (formatProblem(cookie) !== undefined)
    return formatProblem(cookie) === "length" ? badCookie : "CSRF cookie has invalid characters.";
  const sent = field || header;
  if (sent === null || sent === undefined || sent === "") return "CSRF token missing.";
  const where = field ? "from POST" : "from the 'X-Csrftoken' HTTP header";
  const problem = formatProblem(sent);
  if (problem === "length") return `CSRF token ${where} has incorrect length.`;
  if (problem === "characters") return `CSRF token ${where} has invalid characters.`;
  return unmask(sent) === unmask(cookie) ? undefined : `CSRF token ${where} incorrect.`;
}

function formatProblem(token: string): "length" | "characters" | undefined {
  if (token.length !== 32 && token.length !== 64) return "length";
  return /^[A-Za-z0-9]*$/.test(token) ? undefined : "characters";
}

/** A 64-character token is a mask and the token shifted by it, letter by letter. */
function unmask(token: string): string {
  if (token.length === 32) return token;
  const at = (index: number): number => alphabet.indexOf(token[index] ?? "");
  return Array.from({ length: 32 }, (_, i) => alphabet[(at(32 + i) - at(i) + alphabet.length) % alphabet.length]).join(
    "",
  );
}

import { TransportError } from "../../errors/transportError.ts";
import type { HeaderRecord } from "../../message/request.ts";

/**
 * What can be said about a request that `fetch` gave up. It says only that it failed, on purpose: a page is not to learn
 * about other sites from its errors. What a page must be allowed is known, though.
 */
export function fetchFailure(origin: string, headers: HeaderRecord, withCookies: boolean): TransportError {
  const page = pageOrigin();
  if (page === undefined || page === origin) {
    return new TransportError("connect", "The request failed, and the runtime does not say why.", {
      sent: true,
      hint: "Is the server there, and is its certificate good?",
    });
  }
  if (page.startsWith("https:") && origin.startsWith("http:")) {
    return new TransportError(
      "connect",
      "The request failed: browsers let no page of https use an API of plain http.",
      {
        sent: true,
        hint: `Serve ${origin} over https.`,
      },
    );
  }
  const own = Object.keys(headers).filter((name) => !SAFELISTED.has(name));
  const needs = [
    `Access-Control-Allow-Origin: ${page}`,
    ...(withCookies ? ["Access-Control-Allow-Credentials: true"] : []),
    ...(own.length > 0 ? [`Access-Control-Allow-Headers: ${own.join(", ")}`] : []),
  ];
  return new TransportError(
    "connect",
    `The request failed, and the browser does not tell the page why. Often ${origin} does not allow pages of ${page} (CORS).`,
    {
      sent: true,
      hint: `If the server is there and its certificate is good, it must answer with ${needs.join("; ")}.`,
    },
  );
}

/** Request headers that need no permission (Fetch standard §2.2.2). A JSON body's content type does. */
const SAFELISTED: ReadonlySet<string> = new Set(["accept", "accept-language", "content-language"]);

/** Where this code runs as part of a page or of its worker. */
function pageOrigin(): string | undefined {
  const location: unknown = Reflect.get(globalThis, "location");
  const origin: unknown =
    typeof location === "object" && location !== null ? Reflect.get(location, "origin") : undefined;
  return typeof origin === "string" ? origin : undefined;
}

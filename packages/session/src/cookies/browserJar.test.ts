import { afterEach, describe, expect, test, vi } from "vitest";
import { BrowserJar } from "./browserJar.ts";

function page(hostname: string, cookie: string): void {
  vi.stubGlobal("location", { hostname });
  vi.stubGlobal("document", { cookie });
}

afterEach(() => vi.unstubAllGlobals());

describe("a jar in a browser", () => {
  const jar = new BrowserJar("http://localhost:8000");

  test("reads what the page of the same host may read, on any port", () => {
    page("localhost", "other=1; csrftoken=abc=; csrftoken2=no");
    expect([jar.get("csrftoken"), jar.get("token"), jar.get("sessionid")]).toEqual(["abc=", undefined, undefined]);
  });

  test("does not take the page's own token for the API's", () => {
    page("page.example", "csrftoken=abc");
    expect(jar.get("csrftoken")).toBeUndefined();
  });

  test("knows nothing in a worker, which has no document", () => {
    vi.stubGlobal("location", { hostname: "localhost" });
    expect(jar.get("csrftoken")).toBeUndefined();
  });

  test("leaves sending and keeping to the browser", () => {
    page("localhost", "a=1");
    jar.store();
    jar.restore();
    expect([jar.header(), jar.snapshot()]).toEqual([undefined, []]);
  });
});

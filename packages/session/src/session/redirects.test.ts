import { describe, expect, test } from "vitest";
import { bearer } from "../auth/fixedCredential.ts";
import type { AuthStrategy } from "../contracts/authStrategy.ts";
import { TransportError } from "../errors/transportError.ts";
import { ready } from "../flow/ready.ts";
import { sessionTwins } from "../testbed/scriptedSessions.ts";
import { failureOf } from "../testbed/twins.ts";

describe.each(sessionTwins)("redirects of the $twin session", ({ open }) => {
  test("are returned by default", async () => {
    const { session, transport } = open([{ status: 302, headers: { location: "/api/other" } }]);
    const response = await session.httpGet("things");
    expect(response).toMatchObject({ status: 302, ok: false });
    expect(response.headers.get("location")).toBe("/api/other");
    expect(transport.requests).toHaveLength(1);
  });

  test("that nobody followed say so when they are raised", async () => {
    const { session } = open([{ status: 301, headers: { location: "/api/things/" } }, { status: 304 }]);
    const hintOf = async (): Promise<unknown> => {
      const response = await session.httpGet("things");
      return failureOf((async () => response.raiseForStatus())());
    };
    expect(await hintOf()).toMatchObject({ status: 301, hint: expect.stringContaining("followRedirects") });
    expect(await hintOf()).toEqual(expect.not.objectContaining({ hint: expect.anything() }));
  });

  test("are followed within the origin when asked to; cookies see every hop", async () => {
    const { session, transport } = open(
      [{ status: 302, headers: { location: "../api/other?x=1", "set-cookie": "hop=1; Path=/" } }, { json: "there" }],
      { followRedirects: true },
    );
    const response = await session.httpGet("things/");
    expect(response.json()).toBe("there");
    expect(response.url).toBe("http://localhost/api/api/other");
    expect(transport.requests[1]?.headers["cookie"]).toBe("hop=1");
  });

  test("that would send a stream again say that it has left, and which call it was", async () => {
    const { session } = open([{ status: 307, headers: { location: "/x" } }], { followRedirects: true });
    const upload = session.httpPost("things", { files: { some: { stream: new Blob(["a"]).stream(), filename: "a" } } });
    const place = { method: "POST", url: "http://localhost/api/things", cid: session.cid };
    expect(await failureOf(upload)).toMatchObject({ name: "UsageError", code: "body", sent: true, ...place });
  });

  test.each([
    [303, "PUT", "GET", ""],
    [302, "POST", "GET", ""],
    [301, "POST", "GET", ""],
    [302, "PUT", "PUT", "1"],
    [307, "POST", "POST", "1"],
    [308, "PATCH", "PATCH", "1"],
  ])("%i turns a %s into a %s", async (status, method, next, body) => {
    const { session, transport } = open([{ status, headers: { location: "/x" } }, {}], { followRedirects: true });
    const headers = { "content-language": "en", "content-location": "/draft", "x-mine": "1" };
    await session.sendRequest(method, "things", { json: 1, headers });
    expect(transport.requests[1]).toMatchObject({ method: next, text: body });
    expect(transport.requests[1]?.headers).toMatchObject(body === "" ? { "x-mine": "1" } : headers);
    if (body === "") expect(Object.keys(transport.requests[1]?.headers ?? {})).not.toContain("content-language");
    if (body === "") expect(Object.keys(transport.requests[1]?.headers ?? {})).not.toContain("content-location");
    expect(transport.requests[1]?.headers["content-type"]).toBe(body === "" ? undefined : "application/json");
  });

  test.each([
    ["another host", "http://evil.example/x"],
    ["another port", "http://localhost:9000/x"],
    ["another scheme", "https://localhost/x"],
    ["no network at all", "data:text/plain,hello"],
    ["a file", "file:///etc/passwd"],
    ["nonsense", "http://"],
  ])("to %s are refused", async (_where, location) => {
    const { session, transport } = open([{ status: 307, headers: { location } }, {}], { followRedirects: true });
    const error = await failureOf(session.httpPost("things", { json: { password: "x" } }));
    expect(error).toMatchObject({ name: "TransportError", code: "redirect", sent: true });
    expect(transport.requests).toHaveLength(1);
  });

  test.each([
    ["what a 429 of the page that it led to says", { status: 429 }],
    ["what a 503 of the page that it led to says", { status: 503 }],
    ["what a 401 of the page that it led to says", { status: 401 }],
  ])("do not have a POST sent again that was answered by one, for %s", async (_why, last) => {
    const found = { status: 303, headers: { location: "/api/receipt" } };
    const renewing: AuthStrategy = { ...bearer("t0ken"), refused: (_used, { status }) => ready(status === 401) };
    const { session, transport } = open([found, last], { followRedirects: true, auth: renewing });
    expect(await session.httpPost("orders", { json: {} })).toMatchObject(last);
    expect(transport.requests.map(({ method }) => method)).toEqual(["POST", "GET"]);
  });

  test("do not have a POST sent again because the page that it led to could not be fetched", async () => {
    const found = { status: 302, headers: { location: "/api/receipt" } };
    const refused = new TransportError("connect", "Could not connect.");
    const { session, transport } = open([found, refused], { followRedirects: true });
    const error = await failureOf(session.httpPost("orders", { json: {} }));
    expect(error).toMatchObject({ code: "connect", sent: true });
    expect(transport.requests).toHaveLength(2);
  });

  test("tell that a DELETE was done, whose page could not be fetched, when it is sent again and nothing is there", async () => {
    const found = { status: 303, headers: { location: "/api/receipt" } };
    const { session, transport } = open([found, { status: 429 }, { status: 404 }], { followRedirects: true });
    expect((await session.httpDelete("orders/1")).raiseForStatus().ok).toBe(true);
    expect(transport.requests.map(({ method }) => method)).toEqual(["DELETE", "GET", "DELETE"]);
  });

  test("have what is harmless sent again from its beginning", async () => {
    const found = { status: 302, headers: { location: "/api/receipt" } };
    const { session, transport } = open([found, { status: 429 }, found, {}], { followRedirects: true });
    expect(await session.httpGet("orders")).toMatchObject({ status: 200 });
    expect(transport.requests).toHaveLength(4);
  });

  test.each([
    ["UTF-8", "/api/caf\u00c3\u00a9", "/api/caf%C3%A9"],
    ["Latin-1", "/api/caf\u00e9", "/api/caf%C3%A9"],
  ])("lead to a Location in the bytes of %s", async (_coding, location, path) => {
    const { session, transport } = open([{ status: 302, headers: { location } }, {}], { followRedirects: true });
    await session.httpGet("things");
    expect(transport.requests[1]?.url).toBe(`http://localhost${path}`);
  });

  test("end after the maximum", async () => {
    const { session, transport } = open(() => ({ status: 302, headers: { location: "/api/things" } }), {
      followRedirects: true,
    });
    expect(await failureOf(session.httpGet("things"))).toMatchObject({ code: "redirect" });
    expect(transport.requests).toHaveLength(11);
  });
});

import { describe, expect, test } from "vitest";
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

  test.each([
    [303, "PUT", "GET", ""],
    [302, "POST", "GET", ""],
    [301, "POST", "GET", ""],
    [302, "PUT", "PUT", "1"],
    [307, "POST", "POST", "1"],
    [308, "PATCH", "PATCH", "1"],
  ])("%i turns a %s into a %s", async (status, method, next, body) => {
    const { session, transport } = open([{ status, headers: { location: "/x" } }, {}], { followRedirects: true });
    await session.sendRequest(method, "things", { json: 1 });
    expect(transport.requests[1]).toMatchObject({ method: next, text: body });
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

  test("end after the maximum", async () => {
    const { session, transport } = open(() => ({ status: 302, headers: { location: "/api/things" } }), {
      followRedirects: true,
    });
    expect(await failureOf(session.httpGet("things"))).toMatchObject({ code: "redirect" });
    expect(transport.requests).toHaveLength(11);
  });
});

import { resolve } from "node:path";
import { inspect } from "node:util";
import { describe, expect, expectTypeOf, test } from "vitest";
import { bearer } from "../auth/fixedCredential.ts";
import { StatusError } from "../errors/statusError.ts";
import { TransportError } from "../errors/transportError.ts";
import type { Layer } from "../layers/layer.ts";
import { sessionTwins } from "../testbed/scriptedSessions.ts";
import { failureOf } from "../testbed/twins.ts";
import { scriptedTransport } from "../transports/scripted.ts";
import { Session } from "./session.ts";

describe.each(sessionTwins)("a call of the $twin session", ({ open }) => {
  test("joins the endpoint to the base URL and carries the correlation id", async () => {
    const { session, transport } = open([{ json: { id: 1 } }], { headers: { "X-Team": "7" } });
    const response = await session.httpGet("/things/1", { params: { state: "New York", skip: undefined } });
    expect(session.url).toBe("http://localhost/api/");
    expect(transport.requests).toMatchObject([
      {
        method: "GET",
        url: "http://localhost/api/things/1?state=New+York",
        headers: { "x-correlation-id": session.cid, "x-team": "7" },
      },
    ]);
    const { cid } = session;
    expect(response).toMatchObject({ status: 200, ok: true, attempts: 1, url: "http://localhost/api/things/1", cid });
    expect(response.json()).toEqual({ id: 1 });
  });

  test.each(["httpPost", "httpPut", "httpPatch", "httpDelete"] as const)("%s sends its body", async (verb) => {
    const { session, transport } = open([{ status: 204 }]);
    await session[verb]("things/1", { json: { name: "é" } });
    expect(transport.requests).toMatchObject([
      { method: verb.slice(4).toUpperCase(), text: '{"name":"é"}', headers: { "content-type": "application/json" } },
    ]);
  });

  test("names its body as the caller does, but for a multipart body, whose boundary only its encoder knows", async () => {
    const { session, transport } = open([{}, {}]);
    await session.httpPost("things", { json: {}, headers: { "Content-Type": "application/geo+json" } });
    await session.httpPost("things", {
      files: { a: { content: "b", filename: "b" } },
      headers: { "Content-Type": "multipart/form-data" },
    });
    expect(transport.requests.map(({ headers }) => headers["content-type"])).toEqual([
      "application/geo+json",
      expect.stringMatching(/^multipart\/form-data; boundary=.+/),
    ]);
  });

  test("returns an error response instead of throwing; raiseForStatus throws", async () => {
    const { session } = open([{ status: 400, json: { name: ["This field is required."], detail: "No." } }]);
    const response = await session.httpPost("things", { json: {} });
    expect(response.ok).toBe(false);
    expect(response.problem).toEqual({ name: ["This field is required."], detail: "No." });
    const error = await failureOf((async () => response.raiseForStatus())());
    expect(error).toBeInstanceOf(StatusError);
    expect(error).toMatchObject({
      status: 400,
      code: "status",
      method: "POST",
      url: "http://localhost/api/things",
      cid: session.cid,
      message: "POST http://localhost/api/things answered 400: name: This field is required.; No.",
    });
  });

  test.each([
    [
      "a page of HTML",
      { text: "<h1>Server Error (500)</h1>", headers: { "content-type": "text/html" } },
      "<h1>Server Error (500)</h1>",
    ],
    ["an empty body", {}, undefined],
    ["a bare list", { json: ["Null characters are not allowed."] }, ["Null characters are not allowed."]],
  ])("an error body may be %s", async (_name, canned, problem) => {
    const { session } = open([{ status: 500, ...canned }]);
    const response = await session.httpGet("things");
    expect(response.problem).toEqual(problem);
    expect(() => response.raiseForStatus()).toThrow(StatusError);
  });

  test.each([
    ["a page of HTML", { text: "<p>secret-4711</p>", headers: { "content-type": "text/html" } }],
    ["an empty body", {}],
    ["half a document", { text: '{"password": "secret-4711' }],
  ])("json() of %s is a DecodeError that does not quote it", async (_name, canned) => {
    const { session } = open([{ status: 200, ...canned }]);
    const response = await session.httpGet("things");
    const error = await failureOf((async () => response.json())());
    expect(error).toMatchObject({ code: "decode", status: 200, cid: session.cid });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("secret-4711");
  });

  test("the headers of a response are the platform's, read when asked for", async () => {
    const { session } = open([
      { headers: { "x-a": ["1", "2"], "Content-Type": "text/plain; charset=latin1" }, bytes: new Uint8Array([0xe9]) },
    ]);
    const response = await session.httpGet("things");
    expect(response.headers.get("X-A")).toBe("1, 2");
    expect(response.text()).toBe("é");
    expect([...response.content]).toEqual([0xe9]);
  });

  test("content is bytes and no Buffer, whose slice would share them", async () => {
    const { session } = open([{ bytes: Buffer.from("0123456789") }]);
    const response = await session.httpGet("things");
    const { content } = response;
    expect([content.constructor, response.content]).toEqual([Uint8Array, content]);
    expect(response.content).toBe(content);
    content.slice(0, 2).fill(88);
    expect(response.text()).toBe("0123456789");
    expectTypeOf(new Blob([content])).toEqualTypeOf<Blob>();
  });

  test("neither a printed response nor a printed session shows what must stay secret", async () => {
    const { session } = open([{ headers: { "set-cookie": "sessionid=secret-4711" } }], { auth: bearer("secret-4712") });
    const response = await session.httpGet("things");
    const printed = inspect([response, session], { depth: 9, showHidden: true }) + JSON.stringify([response, session]);
    expect(printed).not.toMatch(/secret-471/);
    expect(printed).toContain("GET http://localhost/api/things → 200");
  });

  test("cookies come back with the next request", async () => {
    const { session, transport } = open([{ headers: { "set-cookie": ["a=1; Path=/", "b=2; Path=/elsewhere"] } }, {}]);
    await session.httpGet("things");
    await session.httpGet("things");
    expect(transport.requests.map((request) => request.headers["cookie"])).toEqual([undefined, "a=1"]);
  });

  test("the time-out counts from when the call leaves the queue, the deadline from the start", async () => {
    const { session } = open(() => ({ delay: 900 }), { timeout: 1_000, maxConcurrency: 1 });
    const items = await session.all(["a", "b", "c"]);
    expect(items.map((item) => item.response?.status)).toEqual([200, 200, 200]);

    const hasty = open(() => ({ delay: 900 }), { timeout: 1_000, deadline: 1_500, maxConcurrency: 1 });
    const cut = await hasty.session.all(["a", "b"]);
    expect(cut[0]?.response?.status).toBe(200);
    expect(cut[1]?.error).toMatchObject({ code: "timeout" });
  });

  test("the time-out goes on while a call that had begun waits for its turn again", async () => {
    const { session } = open(
      ({ url }, index) => (url.endsWith("/slow") ? { delay: 5_000 } : { status: index === 0 ? 503 : 200 }),
      { maxConcurrency: 1 },
    );
    const [hasty, slow] = await session.all([{ endpoint: "hasty", timeout: 800 }, "slow"]);
    expect(hasty?.error).toMatchObject({ code: "timeout", sent: true });
    expect(hasty?.error instanceof TransportError && hasty.error.explain()?.elapsed).toBe(800);
    expect(slow?.response?.status).toBe(200);
  });

  test("a time-out names the call and whether the server may have acted", async () => {
    const { session } = open([{ delay: 5_000 }]);
    const error = await failureOf(session.httpPost("things?token=secret-4711", { json: {}, timeout: 100 }));
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ code: "timeout", sent: true, attempts: 1, method: "POST", cid: session.cid });
    expect(JSON.stringify(error)).not.toContain("secret-4711");
  });

  test("a download reports its file; a status that is not 2xx throws and leaves none", async () => {
    const { session, transport } = open([{ text: "bytes" }, { status: 404 }]);
    const { file, bytes, response } = await session.download("image", "/tmp/image.jpg");
    expect({ file, bytes, status: response.status }).toEqual({ file: "/tmp/image.jpg", bytes: 5, status: 200 });
    expect(await failureOf(session.download("none", "/tmp/none.jpg"))).toBeInstanceOf(StatusError);
    expect([...transport.files.keys()]).toEqual(["/tmp/image.jpg"]);
  });

  test("a download of an answer without a body says which call that was", async () => {
    const { session } = open([{ status: 204 }]);
    expect(await failureOf(session.download("none?key=S3CR3T", "/tmp/none.jpg"))).toMatchObject({
      message: "The answer (204) has no body that could be saved.",
      method: "GET",
      url: "http://localhost/api/none?key",
      cid: session.cid,
      sent: true,
      attempts: 1,
    });
  });

  test("a layer of one's own that returns no flow is told by name", async () => {
    // JavaScript lets it pass.
    const handle = (async () => ({})) as unknown as Layer["handle"];
    const { session, transport } = open([], { layers: [{ name: "mine", handle }] });
    const error = await failureOf(session.httpGet("things"));
    expect(error).toMatchObject({ name: "UsageError", code: "option" });
    expect(String(error)).toContain('layers: handle of "mine" did not return a flow.');
    expect(transport.requests).toEqual([]);
  });

  test.each([
    ["nothing, as where `return` was forgotten", undefined],
    ["something else", { body: "x" }],
  ])("a layer of one's own that gives %s in place of the reply is told by name", async (_what, given) => {
    const handle: Layer["handle"] = function* (request, next) {
      yield* next(request);
      return given as never; // JavaScript lets it pass.
    };
    const { session } = open([{}], { layers: [{ name: "mine", handle }] });
    expect(await failureOf(session.httpGet("things"))).toMatchObject({
      name: "UsageError",
      code: "option",
      message: expect.stringContaining('layers: handle of "mine" did not return the reply.'),
    });
  });

  test("a download's relative path is made absolute; one with control characters is refused", async () => {
    const { session, transport } = open([{ text: "bytes" }]);
    expect((await session.download("image", "image.jpg")).file).toBe(resolve("image.jpg"));
    for (const file of ["", "/tmp/a\0b", "/tmp/a\nb", "/tmp/a\x7fb", "/tmp/a/"]) {
      const error = await failureOf(session.download("image", file));
      expect(error).toMatchObject({
        name: "UsageError",
        code: "option",
        message: expect.stringMatching(/^file must be (a path|the path of a file)/),
      });
    }
    expect(transport.requests).toHaveLength(1);
  });

  test("own layers see the call once, around retries", async () => {
    const seen: number[] = [];
    const { session, transport } = open([{ status: 503 }, {}], {
      layers: [
        {
          name: "count",
          *handle(request, next) {
            const reply = yield* next(request);
            seen.push(reply.status);
            return reply;
          },
        },
      ],
    });
    await session.httpGet("things");
    expect(seen).toEqual([200]);
    expect(transport.requests).toHaveLength(2);
  });
});

describe.each(sessionTwins)("closing the $twin session", ({ open }) => {
  test("makes every later call a UsageError", async () => {
    const { session } = open([]);
    await session.close();
    await session.close();
    expect(await failureOf(session.httpGet("things"))).toMatchObject({
      name: "UsageError",
      code: "closed",
      sent: false,
    });
    expect(await failureOf(session.download("things", "/tmp/x"))).toMatchObject({ code: "closed" });
    expect((await session.all(["a"]))[0]?.error).toMatchObject({ code: "closed" });
  });

  test("ends what is under way; the rest of a batch is not sent, and each says whether the server may have acted", async () => {
    const { session, transport } = open(() => ({ delay: 10_000 }));
    const items = await session.all(["a", { endpoint: "b", timeout: 5, idempotent: false }, "c"], {
      maxConcurrency: 2,
      onProgress: ({ done }) => {
        if (done === 1) void session.close();
      },
    });
    expect(items.map(({ error }) => error)).toMatchObject([
      { code: "closed", sent: true },
      { code: "timeout", sent: true },
      { code: "closed", sent: false },
    ]);
    expect(transport.requests).toHaveLength(2);
  });
});

test("the stack of a blocking call's error goes on to where the call was made, however deep it was thrown", () => {
  const transport = scriptedTransport(() => ({ status: 503 }));
  using session = new Session({ url: "http://localhost/", transport, retry: false });
  const stackOf = (begin: () => unknown): string => {
    try {
      begin();
      return "nothing was thrown";
    } catch (error) {
      return error instanceof Error ? (error.stack ?? "") : String(error);
    }
  };
  expect(stackOf(() => session.download("things", "/tmp/never"))).toContain("calls.test");
});

test("a session is printed with what tells it from others, and its cid", () => {
  using session = new Session({
    url: "http://localhost/api",
    transport: scriptedTransport([]),
    auth: bearer("S3CR3T"),
  });
  const { cid } = session;
  expect(inspect(session)).toBe(`Session {"mode":"blocking","url":"http://localhost/api/","cid":"${cid}"}`);
});

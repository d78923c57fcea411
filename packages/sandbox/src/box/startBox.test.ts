import { once } from "node:events";
import http from "node:http";
import net from "node:net";
import { describe, expect, test } from "vitest";
import { kind } from "../testbed/echoServer.ts";
import type { FaultPlan } from "./faultPlan.ts";
import { startBox } from "./startBox.ts";

describe.each([{ thread: false }, { thread: true }])("a box, thread: $thread", ({ thread }) => {
  test("answers, counts, and is gone after close", async () => {
    const box = await startBox(kind, { thread, seed: 7 });
    expect(box.credentials).toEqual({ name: "echo" });
    const reply = await fetch(`${box.url}/a`, { method: "POST", body: "hi" });
    expect(await reply.json()).toMatchObject({ served: 1, seed: 7, peer: "127.0.0.1", body: "hi" });
    expect(await box.command("served", "")).toBe(1);
    await expect(box.command("fail", "")).rejects.toThrow("asked to fail");
    await expect(box.command("nothing", "")).rejects.toThrow('no command "nothing"');
    await box.close();
    await box.close();
    await expect(fetch(box.url)).rejects.toThrow();
  });

  test("moves its clock", async () => {
    await using box = await startBox(kind, { thread });
    await box.advance(3_600_000);
    const { now }: { now: number } = JSON.parse(await (await fetch(box.url)).text());
    expect(now - Date.now()).toBeGreaterThan(3_500_000);
    await expect(box.advance(-1)).rejects.toThrow("never goes back");
  });

  test("plays status faults for the requests they match, after those they let pass", async () => {
    await using box = await startBox(kind, { thread });
    await box.fault({
      kind: "status",
      status: 429,
      headers: { "Retry-After": "2" },
      body: { detail: "no" },
      match: { method: "post", path: /^\/x/ },
      after: 1,
      times: 2,
    });
    const codes = [];
    for (const path of ["/x", "/y", "/x?a", "/x", "/x"])
      codes.push((await fetch(box.url + path, { method: "POST" })).status);
    expect(codes).toEqual([200, 200, 429, 429, 200]);
    await box.fault({ kind: "status", status: 429, headers: { "Retry-After": "2" }, body: { detail: "no" } });
    const reply = await fetch(box.url);
    expect([reply.headers.get("retry-after"), await reply.json()]).toEqual(["2", { detail: "no" }]);
    await box.fault({ kind: "status", status: 401, headers: { "content-type": "text/html" }, body: "<p>" });
    expect((await fetch(box.url)).headers.get("content-type")).toBe("text/html");
    expect((await fetch(box.url)).status).toBe(200);
    await expect(box.fault({ kind: "status", status: 99 })).rejects.toThrow("status is 99");
  });

  test.each<[object, RegExp]>([
    [{ match: { pth: "/x" } }, /there is no match\.pth; known are method, path\.$/],
    [{ match: "/x" }, /match is no object/],
    [{ match: null }, /match is no object/],
    [{ match: { path: 5 } }, /match\.path is neither text nor a regular expression/],
    [{ match: { method: 5 } }, /match\.method is no text/],
    [{ mach: { path: "/x" } }, /there is no mach; known are kind, match, times/],
    [{ match: { path: "x/" } }, /match\.path is "x\/", which no path is/],
    [{ match: { path: "/x?a=1" } }, /match\.path is "\/x\?a=1", which no path is/],
    [{ bytes: 3 }, /there is no bytes; known are .*, status, headers, body\.$/],
    [{ kind: "drip" }, /kind is "drip"; known are status, slow/],
    [{ delay: 3e9 }, /delay is 3000000000; give 2147483647 at most/],
    [{ headers: { "Retry After": "2" } }, /headers are not sendable/],
    [{ headers: { "X-A": "a\r\nb" } }, /headers are not sendable/],
    [{ headers: { "Set-Cookie": ["a=1", "b=2"] } }, /headers are not sendable/],
    [{ headers: "Retry-After: 2" }, /headers are not sendable/],
    [{ body: () => "x" }, /body is neither text nor what JSON can say/],
    [{ body: 10n }, /body is neither text nor what JSON can say/],
  ])("a fault plan that would not do what it says is refused: %o", async (more, message) => {
    await using box = await startBox(kind, { thread });
    // Wrong on purpose: what plain JavaScript could pass.
    const plan = { kind: "status", status: 503, ...more } as FaultPlan;
    await expect(box.fault(plan)).rejects.toThrow(TypeError);
    await expect(box.fault(plan)).rejects.toThrow(message);
    expect((await fetch(box.url)).status).toBe(200);
  });

  test("a moment to drop at that is none is refused", async () => {
    await using box = await startBox(kind, { thread });
    // Wrong on purpose: what plain JavaScript could pass.
    await expect(box.fault({ kind: "drop", when: "later" } as unknown as FaultPlan)).rejects.toThrow(
      'when is "later"; give "before" or "after"',
    );
  });

  test.each([204, 205, 304])("a status fault of %i has no body, whatever its plan says", async (status) => {
    await using box = await startBox(kind, { thread });
    await box.fault({ kind: "status", status, body: "x" });
    const reply = await fetch(box.url);
    expect([reply.status, await reply.text()]).toEqual([status, ""]);
  });

  test("drops before or after acting, and truncates", async () => {
    await using box = await startBox(kind, { thread });
    await box.fault({ kind: "drop" });
    await expect(fetch(box.url, { method: "POST" })).rejects.toThrow();
    expect(await box.command("served", "")).toBe(0);
    await box.fault({ kind: "drop", when: "after" });
    await expect(fetch(box.url, { method: "POST" })).rejects.toThrow();
    expect(await box.command("served", "")).toBe(1);
    await box.fault({ kind: "truncate", bytes: 5 });
    const reply = await fetch(box.url);
    expect(reply.status).toBe(200);
    await expect(reply.text()).rejects.toThrow();
  });

  test("holds requests until enough are waiting", async () => {
    await using box = await startBox(kind, { thread });
    await box.fault({ kind: "hold", until: 5 });
    let answered = 0;
    const early = Array.from({ length: 4 }, () => fetch(box.url).finally(() => answered++));
    while ((await box.requests()).length < 4) await new Promise(setImmediate);
    expect(answered).toBe(0);
    await Promise.all([...early, fetch(box.url)]);
    expect(await box.command("served", "")).toBe(5);
    expect((await fetch(box.url)).status).toBe(200);
  });

  test("close ends requests that are stalled", async () => {
    const box = await startBox(kind, { thread });
    await box.fault({ kind: "stall" });
    const reply = expect(fetch(box.url)).rejects.toThrow();
    while ((await box.requests()).length < 1) await new Promise(setImmediate);
    await box.close();
    await reply;
  });
});

test("a call that cannot be sent to the thread fails alone", async () => {
  const box = await startBox(kind, { thread: true });
  // Wrong on purpose: what plain JavaScript could pass.
  await expect(box.command("served", (() => "") as unknown as string)).rejects.toThrow(/cloned/);
  expect(await box.command("served", "")).toBe(0);
  await box.close();
});

test("the log holds no secret", async () => {
  await using box = await startBox(kind);
  const headers = { Authorization: "Token abcdef0123456789", Cookie: "sessionid=s3cret", "X-CSRFToken": "t0ken" };
  await fetch(`${box.url}/p?_limit=2&access_token=s3cret`, { headers });
  await fetch(box.url, { headers: { Cookie: "sessionid=s3cret" } });
  const [first, second] = await box.requests();
  expect(first).toMatchObject({
    method: "GET",
    path: "/p",
    query: { _limit: "2", access_token: "…" },
    credential: "token",
    cookies: ["sessionid"],
    csrf: true,
  });
  expect(second).toMatchObject({ credential: "cookie", csrf: false });
  expect(JSON.stringify([first, second])).not.toMatch(/s3cret|abcdef0123|t0ken/);
});

test("a blocked thread is served by a box in its own thread", async () => {
  await using box = await startBox(kind, { thread: true });
  const { port } = new URL(box.url);
  const { execFileSync } = await import("node:child_process");
  const script = `fetch("http://127.0.0.1:${port}").then(async (r) => console.log((await r.json()).served))`;
  expect(execFileSync(process.execPath, ["-e", script], { encoding: "utf8", timeout: 20_000 }).trim()).toBe("1");
});

async function raw(url: string, text: string): Promise<string> {
  const socket = net.connect(Number(new URL(url).port), "127.0.0.1");
  socket.write(text);
  let reply = "";
  socket.on("data", (chunk) => (reply += chunk));
  socket.on("error", () => {});
  await once(socket, "close");
  return reply;
}

describe("guards", () => {
  test.each(["evil.example", "127.0.0.1.evil.example", "10.0.0.7", "a@localhost", ""])(
    "Host %j is refused",
    async (host) => {
      await using box = await startBox(kind);
      expect(await raw(box.url, `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).toMatch(
        /^HTTP\/1\.1 400/,
      );
    },
  );

  test.each(["localhost", "LOCALHOST:80", "127.0.0.1:1", "[::1]:8000", "app.localhost"])(
    "Host %j is served",
    async (host) => {
      await using box = await startBox(kind);
      expect(await raw(box.url, `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).toMatch(
        /^HTTP\/1\.1 200/,
      );
    },
  );

  test("a body that declares or turns out to be too long gets 413, and the server lives on", async () => {
    await using box = await startBox(kind);
    expect(await raw(box.url, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000000\r\n\r\nx")).toMatch(
      /^HTTP\/1\.1 413/,
    );
    const status = await new Promise((resolve, reject) => {
      const request = http.request(box.url, { method: "POST" }, (reply) => resolve(reply.resume().statusCode));
      request.on("error", reject);
      const part = Buffer.alloc(1 << 20);
      for (let i = 0; i < 11; i++) request.write(part);
      request.end();
    });
    expect(status).toBe(413);
    expect((await fetch(box.url)).status).toBe(200);
  });

  test.each([
    "GET / HTTP/9.9\r\n\r\n",
    "\0\0\0\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
  ])("nonsense %j does not take it down", async (text) => {
    await using box = await startBox(kind);
    const reply = raw(box.url, text);
    expect(await reply).toMatch(/^(HTTP\/1\.1 [45]|$)/);
    expect((await fetch(box.url)).status).toBe(200);
  });
});

test.each([
  [{ port: 70_000 }, '"port" is 70000'],
  [{ port: "80" }, '"port" is "80"'],
  [{ host: "" }, '"host" is ""'],
  [{ throtle: false }, 'unknown option "throtle"'],
  [{ seed: 0.5 }, '"seed" is 0.5'],
  [{ port: Number.NaN }, '"port" is NaN'],
  [{ thread: "yes" }, '"thread" is "yes"'],
])("option %j is refused with its name", async (options, message) => {
  // Wrong on purpose: what plain JavaScript could pass.
  await expect(startBox(kind, options as object)).rejects.toThrow(message);
});

test("a taken port is reported", async () => {
  await using box = await startBox(kind);
  const port = Number(new URL(box.url).port);
  await expect(startBox(kind, { port })).rejects.toThrow("EADDRINUSE");
  await expect(startBox(kind, { port, thread: true })).rejects.toThrow("EADDRINUSE");
});

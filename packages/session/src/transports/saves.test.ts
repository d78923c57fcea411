import { execFileSync } from "node:child_process";
import { pbkdf2 } from "node:crypto";
import {
  closeSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { promisify } from "node:util";
import { Gunzip } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { all, send } from "../flow/flow.ts";
import { exchange, failureOf, requestTo, type TestedTransport, textOf, transportTwins } from "../testbed/exchanges.ts";
import { type FaultServer, startFaultServer } from "../testbed/faultServer.ts";
import { patternOf } from "../testbed/faults.ts";
import { ACCEPTED_CODINGS } from "./bodies/contentCoding.ts";

const pbkdf2Promised = promisify(pbkdf2);

/** Writes in the background and decoders wait for the same few threads as this does. */
async function keepBusy(): Promise<void> {
  await Promise.all(Array.from({ length: 24 }, () => pbkdf2Promised("a", "b", 200_000, 64, "sha512")));
}

let server: FaultServer;
beforeAll(async () => {
  server = await startFaultServer();
});
afterAll(() => server.close());

describe.each(transportTwins)("a save of the $name twin", ({ name, open }) => {
  let tested: TestedTransport;
  let directory: string;
  beforeEach(() => {
    tested = open();
    directory = mkdtempSync(join(tmpdir(), "latchkey-saves-"));
  });
  afterEach(async () => {
    await tested.transport.close(true);
    rmSync(directory, { recursive: true });
  });

  const save = (path: string, existing: "replace" | "error" = "replace", file = "file", parts = {}) =>
    exchange(tested, server.origin, path, { save: { file: join(directory, file), existing }, ...parts });

  test.each([0, 1, 60_000, 12_000_000])("writes %i bytes", async (size) => {
    const reply = await save(`/bytes?size=${size}`);
    expect(reply.saved).toEqual({ file: join(directory, "file"), bytes: size, verified: true });
    expect(reply.body.length).toBe(0);
    expect(Buffer.compare(readFileSync(join(directory, "file")), patternOf(size))).toBe(0);
    expect(readdirSync(directory)).toEqual(["file"]);
    expect(statSync(join(directory, "file")).mode & 0o777).toBe(0o666 & ~process.umask());
  });

  test("decodes what it writes", async () => {
    for (const coding of ACCEPTED_CODINGS.split(", ")) {
      const reply = await save(`/coded?coding=${coding}&size=3000000&percent=100`);
      expect(reply.saved?.bytes).toBe(3_000_000);
      expect(Buffer.compare(readFileSync(join(directory, "file")), patternOf(3_000_000))).toBe(0);
    }
    for (const path of ["/twice", "/lines"]) {
      await save(path);
      expect(Buffer.compare(readFileSync(join(directory, "file")), patternOf(5_000))).toBe(0);
    }
  });

  test("says when the end of a body cannot be told from a cut", async () => {
    expect((await save("/unframed?size=5000&reset=0")).saved).toMatchObject({ bytes: 5_000, verified: false });
    const hollow = (framing: string) => save(`/hollow?code=200&coding=gzip&framing=${framing}`);
    expect((await hollow("close")).saved).toMatchObject({ bytes: 0, verified: false });
    for (const framing of ["cl", "chunked"]) {
      expect((await hollow(framing)).saved).toMatchObject({ bytes: 0, verified: true });
    }
  });

  test("keeps the bodies of other statuses in memory", async () => {
    const reply = await save("/status?code=404");
    expect(reply.saved).toBeUndefined();
    expect(textOf(reply)).toBe("body");
    expect(readdirSync(directory)).toEqual([]);
  });

  test.each([
    ["/cut?framing=cl&size=1000000", "truncated"],
    ["/cut?framing=chunked&size=1000000", "truncated"],
    ["/cut?framing=gzip&size=1000000", "decode"],
    ["/coded?coding=br&size=1000000&percent=50", "decode"],
    ["/garbage", "decode"],
    ["/unknown", "decode"],
    ["/unframed?size=50000&reset=1", "truncated"],
    ["/bomb?size=3000000", "too-large"],
  ])("leaves nothing behind when it fails (%s)", async (path, code) => {
    const error = await failureOf(save(path, "replace", "file", { maxBytes: 2_000_000 }));
    expect(error).toMatchObject({ code });
    expect(readdirSync(directory)).toEqual([]);
  });

  test("has no limit of its own, whatever is kept in memory at most", async () => {
    const limited = { maxBytes: 1_000 };
    for (const path of [
      "/bytes?size=3000000",
      "/unframed?size=3000000&reset=0",
      "/coded?coding=gzip&size=3000000&percent=100",
    ]) {
      expect((await save(path, "replace", "file", limited)).saved?.bytes).toBe(3_000_000);
    }
  });

  test("leaves nothing behind when time runs out", async () => {
    const error = await failureOf(save("/stall?stage=body", "replace", "file", { timeout: 100 }));
    expect(error).toMatchObject({ code: "timeout" });
    expect(readdirSync(directory)).toEqual([]);
  });

  test("replaces a file, also a link but not what it points to", async () => {
    writeFileSync(join(directory, "victim"), "precious");
    symlinkSync(join(directory, "victim"), join(directory, "file"));
    await save("/bytes?size=10");
    expect(readFileSync(join(directory, "victim"), "utf8")).toBe("precious");
    expect(readFileSync(join(directory, "file")).length).toBe(10);
  });

  test.skipIf(process.platform === "win32")("never replaces what is no file, nor a link to it", async () => {
    const [pipe, folder] = [join(directory, "pipe"), join(directory, "folder")];
    execFileSync("mkfifo", [pipe]);
    mkdirSync(folder);
    symlinkSync(pipe, join(directory, "to pipe"));
    symlinkSync(folder, join(directory, "to folder"));
    const names = readdirSync(directory).toSorted();
    for (const name of names) {
      // It is known before the body comes, which never does.
      const error = await failureOf(save("/stall?stage=body", "replace", name, { timeout: 2_000 }));
      expect(error).toMatchObject({ code: "filename", message: `${join(directory, name)} is there and is no file.` });
    }
    expect(readdirSync(directory).toSorted()).toEqual(names);
    expect([lstatSync(pipe).isFIFO(), lstatSync(folder).isDirectory()]).toEqual([true, true]);
    expect(names.filter((name) => lstatSync(join(directory, name)).isSymbolicLink())).toHaveLength(2);
    symlinkSync(join(directory, "nowhere"), join(directory, "to nowhere"));
    expect((await save("/bytes?size=10", "replace", "to nowhere")).saved?.bytes).toBe(10);
  });

  test.runIf(process.platform === "linux")(
    "never replaces a link to what the process has open, such as /dev/stdout",
    async () => {
      const open = openSync(join(directory, "redirected"), "w");
      const link = `/proc/self/fd/${open}`;
      symlinkSync(link, join(directory, "stdout"));
      expect(await failureOf(save("/bytes?size=10", "replace", "stdout"))).toMatchObject({ code: "filename" });
      closeSync(open);
      expect(readlinkSync(join(directory, "stdout"))).toBe(link);
      expect(statSync(join(directory, "redirected")).size).toBe(0);
    },
  );

  test("does not replace a file that must stay", async () => {
    await save("/bytes?size=10", "error");
    const error = await failureOf(save("/bytes?size=20", "error"));
    expect(error).toMatchObject({ code: "filename" });
    expect(String(error)).toContain(join(directory, "file"));
    expect(readFileSync(join(directory, "file")).length).toBe(10);
    expect(readdirSync(directory)).toEqual(["file"]);
  });

  test("gives a name that must be new to one of many", async () => {
    const target = { file: join(directory, "file"), existing: "error" } as const;
    const outcomes = await tested.run(
      all(10, () => send(requestTo(server.origin, "/bytes?size=100000", { save: target }), performance.now() + 10_000)),
    );
    expect(outcomes.filter((outcome) => !("error" in outcome)).length).toBe(1);
    expect(readdirSync(directory)).toEqual(["file"]);
  });

  test("names the directory that is not there, and the name that is too long", async () => {
    const error = await failureOf(save("/bytes?size=10", "replace", join("no", "file")));
    expect(error).toMatchObject({ code: "disk", hint: expect.stringContaining(join(directory, "no")) });
    const beneath = await failureOf(save("/bytes?size=10", "error", join("n".repeat(300), "file")));
    expect(beneath).toMatchObject({ code: "filename" });
    const long = await failureOf(save("/bytes?size=10", "replace", "n".repeat(300)));
    expect(long).toMatchObject({ code: "filename" });
    expect(readdirSync(directory)).toEqual([]);
  });

  test.each(["replace", "error"] as const)(
    "fails with a name that is none, whatever the size (%s)",
    async (existing) => {
      for (const size of [10, 1_000_000]) {
        const error = await failureOf(save(`/bytes?size=${size}`, existing, "a\0b"));
        expect(error).toMatchObject({ name: "TransportError", code: "filename" });
      }
      expect(readdirSync(directory)).toEqual([]);
    },
  );

  test("takes names of 255 bytes", async () => {
    const name = "n".repeat(255);
    await save("/bytes?size=10", "replace", name);
    expect(readdirSync(directory)).toEqual([name]);
  });

  test("leaves unread what its decoder cannot take yet, and no longer than that", async () => {
    let most = 0;
    vi.spyOn(Gunzip.prototype, "write").mockImplementation(function (this: Gunzip, chunk: unknown) {
      const written = Writable.prototype.write.call(this, chunk, "utf8");
      most = Math.max(most, this.writableLength);
      return written;
    });
    onTestFinished(() => void vi.restoreAllMocks());
    const busy = keepBusy();
    expect((await save("/stored?size=30000000")).saved?.bytes).toBe(30_000_000);
    await busy;
    expect(Buffer.compare(readFileSync(join(directory, "file")), patternOf(30_000_000))).toBe(0);
    // A backlog, and what the last chunk brought: some runtimes read half a megabyte at once.
    expect(most).toBeLessThan(2_000_000);
    // The blocking twin decodes in another thread.
    if (name !== "blocking") expect(most).toBeGreaterThan(0);
    expect(JSON.parse(textOf(await exchange(tested, server.origin, "/plain")))).toMatchObject({ turn: 2 });
  });

  test("meets the end of a connection behind what its decoder cannot take yet", async () => {
    const busy = keepBusy();
    const outcomes = await tested.run(
      all(8, (index) =>
        send(
          requestTo(server.origin, `/stored?size=3000000&early=1&lacks=${index % 2}`, {
            save: { file: join(directory, String(index)), existing: "replace" },
          }),
          performance.now() + 30_000,
        ),
      ),
    );
    await busy;
    const ends = outcomes.map((outcome) => ("error" in outcome ? outcome.error : "complete"));
    for (const [index, end] of ends.entries()) {
      expect(end).toEqual(index % 2 === 0 ? "complete" : expect.objectContaining({ code: "truncated" }));
    }
    expect(readdirSync(directory).toSorted()).toEqual(["0", "2", "4", "6"]);
  });

  test.each(["br", "deflate"])("is over when the body is, and not when what is coded in %s is", async (coding) => {
    const ways = [
      "behind=2100",
      "behind=2000000",
      "behind=2100&later=1",
      "behind=2100&lacks=1000",
      "behind=9&lacks=1&later=1",
    ];
    for (const way of ways) {
      const path = `/trail?coding=${coding}&size=300000&${way}`;
      if (way.includes("lacks")) {
        expect(await failureOf(save(path))).toMatchObject({ code: "truncated" });
        expect(readdirSync(directory)).toEqual([]);
      } else {
        expect((await save(path)).saved).toMatchObject({ bytes: 300_000 });
        expect(Buffer.compare(readFileSync(join(directory, "file")), patternOf(300_000))).toBe(0);
        rmSync(join(directory, "file"));
      }
    }
  });

  test("completes many at once while the disk lags behind", async () => {
    const busy = keepBusy();
    const outcomes = await tested.run(
      all(8, (index) =>
        send(
          requestTo(server.origin, "/early?size=9000000", {
            save: { file: join(directory, String(index)), existing: "replace" },
          }),
          performance.now() + 30_000,
        ),
      ),
    );
    await busy;
    expect(outcomes.filter((outcome) => "error" in outcome)).toEqual([]);
    const expected = patternOf(9_000_000);
    for (const name of readdirSync(directory)) {
      expect(Buffer.compare(readFileSync(join(directory, name)), expected)).toBe(0);
    }
    expect(readdirSync(directory).length).toBe(8);
  });

  test("completes 40 at once from a server that closes early", async () => {
    const outcomes = await tested.run(
      all(40, (index) =>
        send(
          requestTo(server.origin, "/early?size=3000000", {
            save: { file: join(directory, String(index)), existing: "error" },
          }),
          performance.now() + 30_000,
        ),
      ),
    );
    expect(outcomes.filter((outcome) => "error" in outcome)).toEqual([]);
    const expected = patternOf(3_000_000);
    for (const name of readdirSync(directory)) {
      expect(Buffer.compare(readFileSync(join(directory, name)), expected)).toBe(0);
    }
    expect(readdirSync(directory).length).toBe(40);
  });
});

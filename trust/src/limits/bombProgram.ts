// A program: meets a gigabyte of gzipped zeros in every way, and tells its parent what it cost.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { AsyncSession, LatchkeyError, Session } from "@latchkey/session";
import { promised } from "@latchkey/session/testing";
import { startFaultProxy } from "../wire/faultProxy.ts";

/** What came of it. */
export interface BombReport {
  readonly codes: readonly string[];
  /** Bytes that the process had more than before, at its worst. */
  readonly grown: number;
  /** Files left behind. */
  readonly left: readonly string[];
}

const MEBIBYTE = 1024 * 1024;
// A gzip file may have many members: 64 of 16 MiB each.
const bomb = Buffer.concat(Array<Buffer>(64).fill(gzipSync(Buffer.alloc(16 * MEBIBYTE))));
const proxy = startFaultProxy();
const door = await proxy.door("http://127.0.0.1:9");
const headers = { "content-type": "application/json", "content-encoding": "gzip" };
await door.spoil({ fault: { play: "answer", status: 200, headers, body: bomb }, path: "" });
const directory = mkdtempSync(join(tmpdir(), "latchkey-bomb-"));
const options = { url: door.origin, retry: false } as const;
const sessions = [new AsyncSession(options), promised<AsyncSession>(new Session(options))];
const before = process.memoryUsage().rss;
const codes: string[] = [];

for (const session of sessions) {
  for (const call of [() => session.httpGet("x"), () => session.download("x", join(directory, "file"))]) {
    codes.push(
      await call().then(
        () => "ok",
        (error: unknown) => (error instanceof LatchkeyError ? error.code : String(error)),
      ),
    );
  }
  await session.close();
}
// The operating system counts in KiB.
const grown = process.resourceUsage().maxRSS * 1024 - before;
const report: BombReport = { codes, grown, left: readdirSync(directory) };
rmSync(directory, { recursive: true });
await proxy.close();
process.send?.(report);
process.disconnect?.();

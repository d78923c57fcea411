import { win32 } from "node:path";
import { TransportError } from "@latchkey/session";
import { describe, expect, test } from "vitest";
import { fileNameKey, safeFileName } from "./safeFileName.ts";

describe("S9, T49, T50: a name that a server chose", () => {
  test.each([
    ["/b/1a67-CODOT-11150-13689_20171128153407000.jpg", "1a67-CODOT-11150-13689_20171128153407000.jpg"],
    ["/b/a%20b.jpg", "a b.jpg"],
    ["/b/%2541.jpg", "%41.jpg"],
    ["/b/%65%CC%81.jpg", "\u00e9.jpg"],
    ["/b/.hidden.jpg", "_.hidden.jpg"],
    ["/b/...jpg", "_...jpg"],
    ["/b/C:x.jpg", "C_x.jpg"],
    ["/b/a.jpg::$DATA", "a.jpg__$DATA"],
    ["/b/%3C%3E%22%7C%3F%2A.jpg", "______.jpg"],
    ["/b/a.jpg.", "a.jpg"],
    ["/b/a.jpg%20.%20", "a.jpg"],
    ["/b/NUL", "_NUL"],
    ["/b/nul.jpg", "_nul.jpg"],
    ["/b/COM1.tar.gz", "_COM1.tar.gz"],
    ["/b/lpt%C2%B9.jpg", "_lpt\u00b9.jpg"],
    ["/b/CONIN$", "_CONIN$"],
    ["/b/console.jpg", "console.jpg"],
    ["/b/COM10.jpg", "COM10.jpg"],
    ["/b/~a", "~a"],
    ["/b/-rf", "-rf"],
  ])("%s becomes %s", (path, expected) => {
    expect(safeFileName(path)).toBe(expected);
    expect(win32.basename(expected)).toBe(expected);
  });

  test.each([
    "/b/",
    "/b/.",
    "/b/..",
    "/b/%2e%2e",
    "/b/%2E",
    "/b/..%2fx",
    "/b/..%2Fup.jpg",
    "/b/..%5Cup.jpg",
    "/b/..\\up.jpg",
    "/b/%2fetc%2fpasswd",
    "/b/a%00.jpg",
    "/b/a%0a.jpg",
    "/b/a%7f.jpg",
    "/b/a%C2%85.jpg",
    "/b/gpj.%E2%80%AEa.jpg",
    "/b/a%E2%81%A6.jpg",
    "/b/a%E2%80%A8.jpg",
    "/b/%E0%A4.jpg",
    "/b/%ED%A0%80.jpg",
    "/b/%zz.jpg",
    "/b/%20",
    "/b/....",
  ])("%s is refused", (path) => {
    expect(() => safeFileName(path)).toThrow(TransportError);
    expect(() => safeFileName(path)).toThrow(/cannot name a file/);
  });

  test("one that is too long keeps its extension and its difference", () => {
    const long = safeFileName(`/b/${"%C3%A9".repeat(200)}.jpg`);
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(255);
    expect(long).toMatch(/^é+~[0-9a-f]{12}\.jpg$/);
    expect(safeFileName(`/b/${"%C3%A9".repeat(201)}.jpg`)).not.toBe(long);
    expect(Buffer.byteLength(safeFileName(`/b/${"a".repeat(255)}`))).toBe(255);
    expect(Buffer.byteLength(safeFileName(`/b/a.${"b".repeat(300)}`))).toBeLessThanOrEqual(255);
  });

  test("names that some file system takes for one have one key", () => {
    expect(fileNameKey("A.JPG")).toBe(fileNameKey("a.jpg"));
    expect(fileNameKey("\u00e9.jpg")).toBe(fileNameKey("e\u0301.JPG"));
    expect(fileNameKey("STRASSE.jpg")).toBe(fileNameKey("stra\u00dfe.jpg"));
    expect(fileNameKey("a.jpg")).not.toBe(fileNameKey("b.jpg"));
  });
});

import { describe, expect, test } from "vitest";
import { readParts } from "./multipart.ts";

const type = "multipart/form-data; boundary=XX";
const read = (body: string, contentType = type) =>
  [...readParts(Buffer.from(body), contentType)].map(({ name, filename, bytes }) => [
    name,
    filename,
    Buffer.from(bytes).toString(),
  ]);
const file = (parameters: string) =>
  `--XX\r\nContent-Disposition: form-data; name="file"; ${parameters}\r\nContent-Type: text/plain\r\n\r\nhi\r\n--XX--\r\n`;

describe("the parts of a form", () => {
  test("are fields and files", () => {
    const body = `--XX\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n2\r\n${file('filename="b.txt"')}`;
    expect(read(body)).toEqual([
      ["a", undefined, "1\r\n2"],
      ["file", "b.txt", "hi"],
    ]);
  });

  test.each([
    ["filename=a.txt", "a.txt"],
    [`filename=a.txt; filename*=utf-8''%C3%A9t%C3%A9.txt`, "été.txt"],
    [`filename*=iso-8859-1'fr'%E9t%E9.txt`, "été.txt"],
    ['filename="été 漢.txt"', "été 漢.txt"],
    [String.raw`filename="a\"b.txt"`, 'a"b.txt'],
    [String.raw`filename="C:\dir\b.txt"`, String.raw`C:\dir\b.txt`],
    ['filename="a;b=c.txt"', "a;b=c.txt"],
  ])("have files with names written as %s", (parameters, name) => {
    expect(read(file(parameters))).toEqual([["file", name, "hi"]]);
  });

  test("may have text before and after them, and lack their end", () => {
    const whole = file('filename="a.txt"');
    expect(read(`before\r\n${whole}after`)).toEqual([["file", "a.txt", "hi"]]);
    expect(read(whole.replace("\r\n--XX--\r\n", ""))).toEqual([["file", "a.txt", "hi"]]);
  });

  test("are left out when they have no name or nobody chose a file", () => {
    expect(read(file('filename=""'))).toEqual([]);
    expect(read("--XX\r\nContent-Type: text/plain\r\n\r\nhi\r\n--XX--\r\n")).toEqual([]);
    expect(read("--XX--\r\n")).toEqual([]);
    expect(read("")).toEqual([]);
  });

  test("end at nothing but their own boundary", () => {
    const body = '--X\r\nContent-Disposition: form-data; name="a"\r\n\r\n--XY\r\n--X y\r\nX--\r\n--X--';
    expect(read(body, 'multipart/form-data; boundary="X"')).toEqual([["a", undefined, "--XY\r\n--X y\r\nX--"]]);
  });

  test.each([
    ["multipart/form-data", "None"],
    ["multipart/form-data; boundary=", ""],
  ])("are not found without a boundary: %s", (contentType, shown) => {
    const error = expect.objectContaining({
      status: 400,
      body: { detail: `Multipart form parse error - Invalid boundary in multipart: ${shown}` },
    });
    expect(() => read("", contentType)).toThrow(error);
  });
});

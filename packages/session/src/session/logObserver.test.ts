import { configure, type LogRecord, reset } from "@logtape/logtape";
import { afterEach, describe, expect, test } from "vitest";
import { logObserver } from "./logObserver.ts";

const record = {
  cid: "6f0f7c0e-0000-4000-8000-000000000000",
  baseurl: "http://localhost:8000/",
  method: "GET",
  endpoint: "version/",
  url: "http://localhost:8000/version/",
  status_code: 200,
} as const;

afterEach(reset);

/** What is logged while it runs. */
async function logged(lowestLevel: "debug" | "warning", run: () => void): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  await configure({
    reset: true,
    sinks: { list: (entry) => records.push(entry) },
    loggers: [
      { category: ["latchkey", "keystone"], lowestLevel, sinks: ["list"] },
      { category: ["logtape", "meta"], lowestLevel: "error" },
    ],
  });
  run();
  return records;
}

describe("logObserver", () => {
  test("is silent until the application configures LogTape, and heard from then on", async () => {
    const observer = logObserver("keystone");
    expect(observer.enabled()).toBe(false);
    observer.warning("nobody hears this");
    const records = await logged("debug", () => {
      expect(observer.enabled()).toBe(true);
      observer.request({ ...record, status_code: "" });
      observer.response(record);
      observer.failure(record, { code: "reset" });
      observer.warning("watch out");
    });
    expect(records.map(({ level, message, properties }) => [level, message.join(""), properties])).toEqual([
      ["debug", "HTTP Request", { ...record, status_code: "" }],
      ["info", "HTTP Response", record],
      ["error", "HTTP Failure", { ...record, error: { code: "reset" } }],
      ["warning", "watch out", {}],
    ]);
    expect(records.map(({ category }) => category)).toEqual(records.map(() => ["latchkey", "keystone"]));
  });

  test("follows a configuration that changes, and leaves other categories alone", async () => {
    const observer = logObserver("keystone");
    await logged("debug", () => expect(observer.enabled()).toBe(true));
    const records = await logged("warning", () => {
      expect(logObserver("helios").enabled()).toBe(false);
      observer.response(record);
      observer.warning("still heard");
    });
    expect(records.map(({ message }) => message.join(""))).toEqual(["still heard"]);
  });
});

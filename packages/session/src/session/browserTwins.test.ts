import { describe, expect, test } from "vitest";
import * as browserJars from "../cookies/newBrowserJar.ts";
import * as jars from "../cookies/newJar.ts";
import * as files from "../stores/files.ts";
import * as noFiles from "../stores/noFiles.ts";
import { connectionDefaults } from "../transports/connectionSettings.ts";
import { scriptedTransport } from "../transports/scripted.ts";
import * as browserTwins from "./browserTwins.ts";
import { HttpSession } from "./httpSession.ts";
import type { SessionOptions } from "./sessionOptions.ts";
import * as twins from "./twins.ts";

/** What a browser gets must be called as what Node gets: the compiler looks at the types, the test at the names. */
const stands: readonly (readonly [object, object])[] = [
  [twins, browserTwins satisfies typeof twins],
  [files, noFiles satisfies typeof files],
  [jars, browserJars satisfies typeof jars],
];

class BrowserSession extends HttpSession<"async"> {
  constructor(options: SessionOptions) {
    super(browserTwins.asyncTwin, options);
  }
}

class BlockingBrowserSession extends HttpSession<"blocking"> {
  constructor(options: SessionOptions) {
    super(browserTwins.blockingTwin, options);
  }
}

describe("in a browser", () => {
  test("the same names are there", () => {
    for (const [here, there] of stands) expect(Object.keys(there).toSorted()).toEqual(Object.keys(here).toSorted());
  });

  test("a blocking session says why it cannot be", () => {
    const make = (): unknown => new BlockingBrowserSession({ url: "https://api.example/" });
    expect(make).toThrow(expect.objectContaining({ name: "UsageError", code: "option" }));
    expect(make).toThrow(/cannot work in a browser/);
  });

  test("a blocking session works where nothing is waited for", () => {
    const transport = scriptedTransport([{ text: "here" }]);
    const session = new BlockingBrowserSession({ url: "https://api.example/", transport });
    expect(session.httpGet("x").text()).toBe("here");
  });

  test.each([
    [{ verifySsl: false }, "verifySsl"],
    [{ tls: { ca: "-----BEGIN CERTIFICATE-----" } }, "tls"],
    [{ proxy: "http://proxy.example/" }, "proxy"],
    [{ limits: { maxConnections: 7 } }, "limits.maxConnections"],
    [{ limits: { maxKeepAlive: 7 } }, "limits.maxKeepAlive"],
    [{ limits: { maxHeaderBytes: 16_384 } }, "limits.maxHeaderBytes"],
  ] as const)("the option %j is refused: the browser decides that", (options, name) => {
    const make = (): unknown => new BrowserSession({ url: "https://api.example/", ...options });
    expect(make).toThrow(`${name} does nothing in a browser`);
  });

  test("a session with nothing of that connects by fetch", () => {
    expect(browserTwins.asyncTwin.connect(connectionDefaults)).toMatchObject({ blocking: false });
  });

  test.each(Object.entries(noFiles))("%s says that there are no files", (name, refuse) => {
    // Nobody calls that one but a download.
    const called = name === "absolutePath" ? "download" : name;
    expect(refuse).toThrow(`${called}() needs a file system`);
  });
});

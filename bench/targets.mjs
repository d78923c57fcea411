// What the bench must show: every target, as data. A number for each Node, or one for both.
import { medianRatio } from "./harness/statistics.mjs";

/** A metric of a row. */
const metric = (name, label, metricName) => (cases) => cases[name]?.[label]?.metrics[metricName];

/** How one row compares with another of the same case. */
const ratio = (name, label, other, metricName = "rate") => {
  return (cases) => {
    const [one, two] = [cases[name]?.[label], cases[name]?.[other]];
    return one === undefined || two === undefined ? undefined : medianRatio(one, two, metricName);
  };
};

const all = "AsyncKeystoneClient";
const images = (count, cores, who = "AsyncSession") => `${who}, ${count}, ${cores}`;
const against = (count, cores, other) => ratio("images", images(count, cores), images(count, cores, other));

/**
 * @typedef {object} Target
 * @property {string} group what it is about
 * @property {string} text what is compared with what
 * @property {"percent" | "times" | "µs" | "ms" | "kB" | "MB" | "bytes" | "count"} unit
 * @property {readonly [number, number]} [atLeast] for Node 20 and for Node 24
 * @property {readonly [number, number]} [atMost]
 * @property {(cases: object) => number | undefined} value
 */

/** @type {readonly Target[]} */
export const targets = [
  ...group("Async GET, 50 at once, everything on", [
    ["of undici.request with an Agent", "percent", { atLeast: [0.95, 0.85] }, ratio("getFifty", all, "undici.request")],
    [
      "of undici.request, with the caller's AbortSignal and a time-out for each call",
      "percent",
      { atLeast: [0.8, 0.8] },
      ratio("getFifty", `${all}, signal and timeout`, "undici.request"),
    ],
    ["aiohttp", "times", { atLeast: [2.5, 2.5] }, ratio("getFifty", all, "aiohttp")],
    ["global fetch", "times", { atLeast: [3.5, 3.5] }, ratio("getFifty", all, "global fetch")],
    ["axios", "times", { atLeast: [6, 6] }, ratio("getFifty", all, "axios")],
    ["got", "times", { atLeast: [6, 6] }, ratio("getFifty", all, "got")],
    ["CPU per request", "µs", { atMost: [28, 28] }, metric("getFifty", all, "micros")],
    ["CPU of all layers together", "µs", { atMost: [8, 8] }, metric("layers", "+ observe", "beyond")],
  ]),
  ...group("Async GET, one after the other, everything on", [
    ["of undici.request with an Agent", "percent", { atLeast: [1, 1] }, ratio("getOne", all, "undici.request")],
    ["aiohttp", "times", { atLeast: [1.4, 1.4] }, ratio("getOne", all, "aiohttp")],
  ]),
  ...group("Blocking GET, one after the other, everything on", [
    [
      "httpx.Client, on one core",
      "times",
      { atLeast: [2.2, 2.2] },
      ratio("blockingGet", "KeystoneClient", "httpx.Client"),
    ],
    [
      "httpx.Client, where a second core is free to spin on",
      "times",
      { atLeast: [3, 3] },
      ratio("blockingGet", "KeystoneClient, two cores", "httpx.Client"),
    ],
    [
      "of the async twin",
      "percent",
      { atLeast: [0.7, 0.7] },
      ratio("blockingGet", "KeystoneClient", "AsyncKeystoneClient, awaited"),
    ],
    [
      "of the async twin: the goal",
      "percent",
      { atLeast: [0.8, 0.8] },
      ratio("blockingGet", "KeystoneClient", "AsyncKeystoneClient, awaited"),
    ],
    [
      "curl by execFileSync",
      "times",
      { atLeast: [40, 40] },
      ratio("blockingGet", "KeystoneClient", "curl by execFileSync"),
    ],
    ["sync-request", "times", { atLeast: [200, 200] }, ratio("blockingGet", "KeystoneClient", "sync-request")],
    [
      "of async, with a body of 1 MB",
      "percent",
      { atLeast: [0.9, 0.9] },
      ratio("blockingLarge", "Session", "AsyncSession"),
    ],
    [
      "of async, a batch 50 at once",
      "percent",
      { atLeast: [0.85, 0.85] },
      ratio("blockingBatch", "Session", "AsyncSession"),
    ],
  ]),
  ...group("Images of 60 kB to disk, 50 at once", [
    [
      "aiohttp + aiofiles, 12,000 files, one core",
      "times",
      { atLeast: [1.3, 1.3] },
      against("12,000", "one core", "aiohttp + aiofiles"),
    ],
    [
      "aiohttp + aiofiles, 12,000 files, two cores",
      "times",
      { atLeast: [2.3, 2.3] },
      against("12,000", "two cores", "aiohttp + aiofiles"),
    ],
    [
      "aiohttp + aiofiles, 2,000 cold files, one core",
      "times",
      { atLeast: [0.85, 0.85] },
      against("2,000", "one core", "aiohttp + aiofiles"),
    ],
    [
      "aiohttp + aiofiles, 2,000 cold files, two cores",
      "times",
      { atLeast: [1.5, 1.5] },
      against("2,000", "two cores", "aiohttp + aiofiles"),
    ],
    [
      "requests in threads, one core",
      "times",
      { atLeast: [3, 3] },
      against("12,000", "one core", "requests in threads"),
    ],
    [
      "requests in threads, two cores",
      "times",
      { atLeast: [3, 3] },
      against("12,000", "two cores", "requests in threads"),
    ],
    [
      "I/O threads that write, async twin, two cores",
      "count",
      { atLeast: [2, 2] },
      metric("images", images("12,000", "two cores"), "threads"),
    ],
    [
      "I/O threads that write, blocking twin, two cores",
      "count",
      { atLeast: [2, 2] },
      metric("images", images("12,000", "two cores", "HeliosSession.showImage"), "threads"),
    ],
    [
      "of curl --parallel, one core",
      "percent",
      { atLeast: [0.45, 0.45] },
      against("12,000", "one core", "curl --parallel"),
    ],
    [
      "of curl --parallel, two cores",
      "percent",
      { atLeast: [0.45, 0.45] },
      against("12,000", "two cores", "curl --parallel"),
    ],
  ]),
  ...group("Memory of downloads", [
    ["100 files of 5 MB: peak", "MB", { atMost: [160, 200] }, metric("largeFiles", "AsyncSession", "megabytes")],
    [
      "100 files of 5 MB, two cores: peak",
      "MB",
      { atMost: [160, 200] },
      metric("largeFiles", "AsyncSession, two cores", "megabytes"),
    ],
    [
      "300 files of 5 MB, so that the number does not count: peak",
      "MB",
      { atMost: [160, 200] },
      metric("largeFiles", "AsyncSession, 300 files", "megabytes"),
    ],
  ]),
  ...group("Start-up, beyond bare Node", [
    ['import "@latchkey/keystone"', "ms", { atMost: [15, 15] }, metric("start", "import @latchkey/keystone", "beyond")],
    ["first GET, async", "ms", { atMost: [110, 90] }, metric("start", "first GET, async", "beyond")],
    ["first GET, blocking", "ms", { atMost: [120, 120] }, metric("start", "first GET, blocking", "beyond")],
    ["the command line's first GET", "ms", { atMost: [60, 60] }, metric("start", "latchkey get", "beyond")],
  ]),
  ...group("Size, minified and gzipped", [
    [
      "own code beside the transport, one GET by AsyncKeystoneClient on Node",
      "kB",
      { atMost: [15, 15] },
      metric("sizes", "AsyncKeystoneClient, own code on Node", "gzipped"),
    ],
    [
      "browser bundle of one authenticated GET",
      "kB",
      { atMost: [12, 12] },
      metric("sizes", "AsyncSession, browser", "gzipped"),
    ],
  ]),
  ...group("100 pages of 1,000 rows, 20 ms each", [
    [
      "one page after the other",
      "times",
      { atLeast: [3, 3] },
      ratio("pages", "one page after the other", "paginate, as it is", "milliseconds"),
    ],
    [
      "first row, while the second page is held back 1,000 ms",
      "ms",
      { atMost: [999, 999] },
      metric("pages", "paginate, page two held back 1000 ms", "firstRow"),
    ],
  ]),
  ...group("10,000 callers waiting on one refresh", [
    ["token requests", "count", { atMost: [1, 1] }, metric("refresh", "10,000 callers", "tokenRequests")],
    ["heap per caller", "bytes", { atMost: [2_000, 2_000] }, metric("refresh", "10,000 callers", "heapPerCaller")],
  ]),
];

/** What no clock can show, and where it is held instead. */
export const heldElsewhere = [
  ["A download survives a server that closes early", "hazard T43 in [the promises](../docs/promises.md)"],
];

function group(name, list) {
  return list.map(([text, unit, limits, value]) => ({ group: name, text, unit, ...limits, value }));
}

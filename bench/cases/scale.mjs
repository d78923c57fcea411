import { expect } from "../harness/expect.mjs";
import { lanes } from "../harness/lanes.mjs";
import { bodySizes } from "../servers/documents.mjs";
import { megabytes } from "./columns.mjs";

const pair = ["AsyncKeystoneClient", "undici.request"];
const short = { seconds: 0.5 };

/** How cost grows: one thing varies, all others stay. */
export default {
  title: "How the cost of a GET grows: with concurrency, with the body, with cookies",
  columns: [
    { metric: "rate", label: "req/s", digits: 0, better: "more", bare: true },
    { metric: "micros", label: "CPU µs/req", digits: 0, better: "less", bare: true },
    { metric: "million", label: "CPU s per million", digits: 0, better: "less", bare: true },
    { ...megabytes, bare: true },
  ],
  rows: [
    ...[1, 10, 50, 100, 300, 1_000].flatMap((concurrency) =>
      pair.map((candidate) => row(`${concurrency} at once`, candidate, { concurrency })),
    ),
    ...bodySizes.flatMap((size) =>
      ["AsyncSession", "undici.request"].map((candidate) =>
        row(`body of ${inBytes(size)}`, candidate, { size, concurrency: size < 1_000_000 ? 50 : 4 }),
      ),
    ),
    ...[0, 1, 10, 50].map((count) => row(`${count} cookies`, "AsyncSession", { cookies: count, concurrency: 50 })),
  ],
};

function row(label, candidate, params) {
  return { label: `${label}: ${candidate}`, candidate, params: { ...short, ...params }, rounds: "some" };
}

export async function measure(client, spec) {
  const { size } = spec;
  const call =
    size === undefined
      ? async () => expect.version(await client.get())
      : async () => expect.length(await client.bytes(size), size);
  const metrics = await lanes(call, spec);
  return { ...metrics, million: metrics.micros };
}

function inBytes(size) {
  if (size < 1_000) return `${size} B`;
  return size < 1_000_000 ? `${size / 1_000} kB` : `${size / 1_000_000} MB`;
}

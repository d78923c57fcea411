import { saveAll } from "../harness/saveAll.mjs";
import { sizes } from "../servers/documents.mjs";
import { megabytes } from "./columns.mjs";

const params = { path: "img", size: sizes.image, concurrency: 50 };
const few = { ...params, count: 2_000 };
const many = { ...params, count: 12_000 };
const deciding = ["AsyncSession", "aiohttp + aiofiles", "curl --parallel"];
const showing = ["AsyncHeliosSession.showImage", "HeliosSession.showImage"];

/** Twice: a short run in which nothing is warm, and a long one. Each with the client on one core and on two. */
export default {
  title: "Images of 60 kB to disk, 50 at once; showImage asks the API first, so it makes two requests for each",
  base: "aiohttp + aiofiles, 12,000, one core",
  columns: [
    { metric: "rate", label: "files/s", digits: 0, better: "more" },
    { metric: "micros", label: "CPU µs/file", digits: 0, better: "less" },
    megabytes,
    { metric: "threads", label: "I/O threads", digits: 0, better: "more", bare: true },
  ],
  rows: [
    ...[few, many].flatMap((run) =>
      ["one", "two"].flatMap((cores) => [
        ...deciding.map((candidate) => row(candidate, run, cores, run === few ? "many" : "few")),
        ...showing.map((candidate) => row(candidate, run, cores, run === few ? "few" : "once")),
      ]),
    ),
    row("requests in threads", many, "one", "few"),
    row("requests in threads", many, "two", "few"),
    row("node:http", many, "one", "once"),
    row("got", few, "one", "once"),
    row("global fetch", few, "one", "once"),
  ],
};

function row(candidate, run, cores, rounds) {
  const label = `${candidate}, ${run.count.toLocaleString("en-US")}, ${cores === "one" ? "one core" : "two cores"}`;
  const quick = run === few && ["AsyncSession", "aiohttp + aiofiles"].includes(candidate);
  return { label, candidate, params: run, cores, rounds, quick };
}

export function measure(client, spec) {
  return saveAll(client, spec);
}

import { saveAll } from "../harness/saveAll.mjs";
import { sizes } from "../servers/documents.mjs";
import { megabytes } from "./columns.mjs";

const params = { path: "big", size: sizes.big, concurrency: 50, count: 100 };

export default {
  title: "100 files of 5 MB to disk, 50 at once: memory",
  base: "AsyncSession",
  columns: [
    { ...megabytes, label: "peak MB" },
    { metric: "rate", label: "files/s", digits: 0, better: "more" },
    { metric: "micros", label: "CPU µs/file", digits: 0, better: "less" },
  ],
  rows: [
    { candidate: "AsyncSession", params, rounds: "few" },
    { label: "AsyncSession, two cores", candidate: "AsyncSession", params, cores: "two", rounds: "few" },
    { label: "AsyncSession, 300 files", candidate: "AsyncSession", params: { ...params, count: 300 }, rounds: "once" },
    { candidate: "node:http", params, rounds: "once" },
    { candidate: "global fetch", params, rounds: "once" },
    { candidate: "aiohttp + aiofiles", params, rounds: "once" },
  ],
};

export function measure(client, spec) {
  return saveAll(client, spec);
}

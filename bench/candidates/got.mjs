import { createWriteStream } from "node:fs";
import { Agent } from "node:http";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import got from "got";
import { json } from "./payloads.mjs";

export function open({ url, concurrency = 50 }) {
  const http = new Agent({ keepAlive: true, maxSockets: Math.max(100, concurrency) });
  // Other statuses than 2xx are errors by its default.
  const client = got.extend({ prefixUrl: url, agent: { http } });
  return {
    get: () => client("version/").json(),
    list: () => client("list/").json(),
    post: () => client.post("things/", { json }).json(),
    async save(path, folder, name) {
      const out = createWriteStream(join(folder, name));
      await pipeline(client.stream(path), out);
      return out.bytesWritten;
    },
    close: () => http.destroy(),
  };
}

import { createWriteStream } from "node:fs";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { expect } from "../harness/expect.mjs";
import { json } from "./payloads.mjs";

/** Node's own client, with a keep-alive agent. */
export function open({ url, concurrency = 50 }) {
  const agent = new Agent({ keepAlive: true, maxSockets: Math.max(100, concurrency) });
  const start = (path, options, body) =>
    new Promise((resolve, reject) => {
      request(url + path, { agent, ...options }, resolve)
        .once("error", reject)
        .end(body);
    });
  const read = async (path, wanted, options, body) => {
    const response = await start(path, options, body);
    expect.status(response.statusCode, wanted);
    return new Promise((resolve, reject) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.once("end", () => resolve(JSON.parse(Buffer.concat(chunks).toString())));
      response.once("error", reject);
    });
  };
  const post = { method: "POST", headers: { "content-type": "application/json" } };
  return {
    get: () => read("/version/", 200),
    list: () => read("/list/", 200),
    post: () => read("/things/", 201, post, JSON.stringify(json)),
    async save(path, folder, name) {
      const response = await start(`/${path}`, {});
      expect.status(response.statusCode);
      const out = createWriteStream(join(folder, name));
      await pipeline(response, out);
      return out.bytesWritten;
    },
    close: () => agent.destroy(),
  };
}

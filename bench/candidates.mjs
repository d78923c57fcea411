import http from "node:http";
import { AsyncSession, Session } from "@latchkey/session";
import { Agent, request } from "undici";

/** What is measured: each gets one small JSON document and parses it. `many` runs a batch at some concurrency. */
export function candidates(url) {
  const headers = { "x-correlation-id": "6f0f7c0e-0000-4000-8000-000000000000", cookie: "sessionid=s; csrftoken=c" };
  const dispatcher = new Agent({ connections: 100 });
  const agent = new http.Agent({ keepAlive: true, maxSockets: 100 });
  const session = new AsyncSession({ url });
  const blocking = new Session({ url });
  const pooled = (get) => async (count, concurrency) => {
    let next = 0;
    const lane = async () => {
      while (next < count) {
        next += 1;
        await get();
      }
    };
    await Promise.all(Array.from({ length: concurrency }, lane));
  };
  return {
    "undici.request": pooled(async () => (await request(`${url}/version/`, { dispatcher, headers })).body.json()),
    "node:http": pooled(() => viaHttp(`${url}/version/`, { agent, headers })),
    "global fetch": pooled(async () => (await fetch(`${url}/version/`, { headers })).json()),
    AsyncSession: pooled(async () => (await session.httpGet("version/")).raiseForStatus().json()),
    "Session (blocking)": async (count, concurrency) => {
      if (concurrency === 1) {
        for (let index = 0; index < count; index += 1) blocking.httpGet("version/").raiseForStatus().json();
        return;
      }
      const items = blocking.all(Array(count).fill("version/"), { maxConcurrency: concurrency });
      for (const { response } of items) response.raiseForStatus().json();
    },
  };
}

function viaHttp(url, options) {
  return new Promise((resolve, reject) => {
    const call = http.get(url, options, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => resolve(JSON.parse(Buffer.concat(chunks).toString())));
      response.on("error", reject);
    });
    call.on("error", reject);
  });
}

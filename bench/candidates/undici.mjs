import { Agent, FormData, Pool, request } from "undici";
import { expect } from "../harness/expect.mjs";
import { cookies } from "../servers/documents.mjs";
import { form, json } from "./payloads.mjs";

/** What a signed-in session sends: for whoever wants to know how much of the difference is the headers. */
const sessionHeaders = {
  "x-keystone-cid": "6f0f7c0e-0000-4000-8000-000000000000",
  "x-csrftoken": cookies[0].slice("csrftoken=".length, cookies[0].indexOf(";")),
  cookie: cookies.map((cookie) => cookie.slice(0, cookie.indexOf(";"))).join("; "),
};

/** The transport without a session: the same undici that Latchkey sits on. */
export function open({ url, slowUrl, variant, concurrency = 50 }) {
  const connections = Math.max(100, concurrency);
  if (variant === "dispatch") return dispatching(new Pool(url, { connections }));
  const dispatcher = new Agent({ connections });
  const headers = variant === "headers" ? sessionHeaders : undefined;
  const read = async (path, options, wanted = 200) => {
    const { statusCode, body } = await request(url + path, { dispatcher, headers, ...options });
    expect.status(statusCode, wanted);
    return body;
  };
  const jsonHeaders = { "content-type": "application/json" };
  return {
    get: async () => (await read("/version/")).json(),
    list: async () => (await read("/list/")).json(),
    post: async () =>
      (await read("/things/", { method: "POST", headers: jsonHeaders, body: JSON.stringify(json) }, 201)).json(),
    upload: async () => (await read("/uploads/", { method: "POST", body: form(FormData) }, 201)).json(),
    judged: async () =>
      (await request(`${slowUrl}/judge/`, { dispatcher, method: "POST", body: form(FormData) })).body.json(),
    bytes: async (size) => (await (await read(`/bytes/${size}`)).arrayBuffer()).byteLength,
    close: () => dispatcher.destroy(),
  };
}

function dispatching(pool) {
  const get = (path) =>
    new Promise((resolve, reject) => {
      const chunks = [];
      let status = 0;
      pool.dispatch(
        { path, method: "GET" },
        {
          onConnect() {},
          onHeaders(statusCode) {
            status = statusCode;
            return true;
          },
          onData(chunk) {
            chunks.push(chunk);
            return true;
          },
          onComplete() {
            expect.status(status);
            resolve(JSON.parse((chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)).toString()));
          },
          onError: reject,
        },
      );
    });
  return { get: () => get("/version/"), list: () => get("/list/"), close: () => pool.destroy() };
}

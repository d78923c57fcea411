import { Agent } from "node:http";
import axios from "axios";
import { form, json } from "./payloads.mjs";

export function open({ url, slowUrl, concurrency = 50 }) {
  const httpAgent = new Agent({ keepAlive: true, maxSockets: Math.max(100, concurrency) });
  // Other statuses than 2xx are errors by its default.
  const client = axios.create({ baseURL: url, httpAgent });
  return {
    get: async () => (await client.get("/version/")).data,
    list: async () => (await client.get("/list/")).data,
    post: async () => (await client.post("/things/", json)).data,
    upload: async () => (await client.post("/uploads/", form())).data,
    judged: async () => (await client.post(`${slowUrl}/judge/`, form())).data,
    close: () => httpAgent.destroy(),
  };
}

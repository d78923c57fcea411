import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "../harness/expect.mjs";
import { form, json } from "./payloads.mjs";

/** What every runtime has. */
export function open({ url, slowUrl }) {
  const read = async (path, options, wanted = 200) => {
    const response = await fetch(url + path, options);
    expect.status(response.status, wanted);
    return response;
  };
  const headers = { "content-type": "application/json" };
  return {
    get: async () => (await read("/version/")).json(),
    list: async () => (await read("/list/")).json(),
    post: async () => (await read("/things/", { method: "POST", headers, body: JSON.stringify(json) }, 201)).json(),
    upload: async () => (await read("/uploads/", { method: "POST", body: form() }, 201)).json(),
    judged: async () => (await fetch(`${slowUrl}/judge/`, { method: "POST", body: form() })).json(),
    async save(path, folder, name) {
      const bytes = new Uint8Array(await (await read(`/${path}`)).arrayBuffer());
      await writeFile(join(folder, name), bytes);
      return bytes.length;
    },
  };
}

import { join } from "node:path";
import { bench } from "../harness/paths.mjs";
import { install } from "./install.mjs";

/** What is started: a program of a few lines, from nothing to its answer. `bare` is what all others are compared with. */
export function programs({ url, folder }) {
  const get = `${url}/version/`;
  const installed = install(join(folder, "installed"));
  const node = (label, code) => ({ label, args: ["--input-type=module", "-e", code] });
  const ours = (label, code) => ({ ...node(label, code), cwd: installed });
  const check = "if (document.username !== 'ada') throw new Error('wrong');";
  const cli = join(installed, "node_modules", "latchkey", "bundle", "main.js");
  return [
    node("bare", ""),
    ours("import @latchkey/keystone", "await import('@latchkey/keystone')"),
    ours(
      "first GET, async",
      `import { AsyncKeystoneClient } from "@latchkey/keystone";
       const client = new AsyncKeystoneClient({ url: "${url}" });
       const document = (await client.httpGet("version")).raiseForStatus().json();
       ${check} await client.close();`,
    ),
    ours(
      "first GET, blocking",
      `import { KeystoneClient } from "@latchkey/keystone";
       const client = new KeystoneClient({ url: "${url}" });
       const document = client.httpGet("version").raiseForStatus().json();
       ${check} client.close();`,
    ),
    { label: "latchkey --version", args: [cli, "--version"], home: folder },
    { label: "latchkey --help", args: [cli, "--help"], home: folder },
    { label: "latchkey get", args: [cli, "get", "version", "--url", url, "--json"], home: folder },
    node("node:http, import", "await import('node:http')"),
    node(
      "node:http, first GET",
      `import http from "node:http";
       const document = await new Promise((resolve, reject) => http.get("${get}", { agent: false }, async (response) => {
         let text = ""; for await (const chunk of response) text += chunk; resolve(JSON.parse(text));
       }).on("error", reject)); ${check}`,
    ),
    node("global fetch, first GET", `const document = await (await fetch("${get}")).json(); ${check} process.exit();`),
    node("undici, import", "await import('undici')"),
    node(
      "undici, first GET",
      `import { Agent, request } from "undici"; const dispatcher = new Agent();
       const document = await (await request("${get}", { dispatcher })).body.json(); ${check} await dispatcher.close();`,
    ),
    node("axios, import", "await import('axios')"),
    node(
      "axios, first GET",
      `import axios from "axios"; const document = (await axios.get("${get}")).data; ${check} process.exit();`,
    ),
    node("got, import", "await import('got')"),
    node(
      "got, first GET",
      `import got from "got"; const document = await got("${get}").json(); ${check} process.exit();`,
    ),
    node("ky, first GET", `import ky from "ky"; const document = await ky("${get}").json(); ${check} process.exit();`),
  ].map((program) => ({ cwd: bench, home: join(folder, "home"), ...program }));
}

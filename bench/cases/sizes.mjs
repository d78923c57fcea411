import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "rolldown";
import { bench, dist } from "../harness/paths.mjs";

const authorized = `{ headers: { authorization: "Bearer t0ken" } }`;

/** One authenticated GET, as an application writes it. */
const browser = {
  "AsyncSession, browser": `import { AsyncSession, bearer } from "@latchkey/session";
    const session = new AsyncSession({ url: "https://api.example.com", auth: bearer("t0ken") });
    console.log((await session.httpGet("things/1")).raiseForStatus().json());`,
  "ky, browser": `import ky from "ky"; console.log(await ky("https://api.example.com/things/1", ${authorized}).json());`,
  "axios, browser": `import axios from "axios";
    console.log((await axios.get("https://api.example.com/things/1", ${authorized})).data);`,
};

const keystone = `import { AsyncKeystoneClient } from "@latchkey/keystone";
  await using client = new AsyncKeystoneClient({ url: "https://keystone.example.com" });
  console.log((await client.httpGet("users/teams")).raiseForStatus().json());`;
const session = `import { AsyncSession, bearer } from "@latchkey/session";
  const client = new AsyncSession({ url: "https://api.example.com", auth: bearer("t0ken") });
  console.log((await client.httpGet("things/1")).raiseForStatus().json());`;

/** Own code: with everything of ours that Node may load for it, without undici, LogTape and Node itself. */
const own = {
  "AsyncSession, own code on Node": session,
  "AsyncKeystoneClient, own code on Node": keystone,
};

/** With all that it stands on. */
const whole = {
  "AsyncKeystoneClient, with undici and LogTape": keystone,
  "undici.request": `import { request } from "undici"; console.log(await (await request("https://a.example")).body.json());`,
  got: `import got from "got"; console.log(await got("https://a.example").json());`,
  axios: `import axios from "axios"; console.log((await axios.get("https://a.example")).data);`,
};

/** What the worker thread of the blocking twin runs besides. */
const thread = dist("session", "transports", "thread", "ioThread.js");

export default {
  title: "Size of the code of one authenticated GET, bundled and minified",
  base: "AsyncKeystoneClient, own code on Node",
  columns: [
    { metric: "minified", label: "kB minified", digits: 1, better: "less", bare: true },
    { metric: "gzipped", label: "kB gzipped", digits: 1, better: "less", bare: true },
    { metric: "first", label: "of these at once, the rest when needed", digits: 1, better: "less", bare: true },
  ],
  async run({ told }) {
    const folder = join(bench, ".sizes");
    mkdirSync(folder, { recursive: true });
    const rows = [];
    try {
      const external = [/^undici/, /^@logtape/, /^node:/];
      const entry = (code) => {
        const file = join(folder, "entry.js");
        writeFileSync(file, code);
        return file;
      };
      for (const [label, code] of Object.entries(browser)) rows.push(await bundled(entry(code), label, "browser", []));
      for (const [label, code] of Object.entries(own)) rows.push(await bundled(entry(code), label, "node", external));
      rows.push(await bundled(thread, "I/O thread of the blocking twin, own code", "node", external));
      for (const [label, code] of Object.entries(whole))
        rows.push(await bundled(entry(code), label, "node", [/^node:/]));
      told("sizes: done");
    } finally {
      rmSync(folder, { recursive: true });
    }
    return rows;
  },
};

async function bundled(input, label, platform, external) {
  try {
    const { output } = await build({
      input,
      platform,
      external,
      logLevel: "silent",
      write: false,
      output: { format: "esm", minify: true },
    });
    const codes = output.map(({ code = "" }) => code);
    const minified = sum(codes.map((code) => Buffer.byteLength(code))) / 1_000;
    const gzipped = sum(codes.map((code) => gzipSync(code, { level: 9 }).length)) / 1_000;
    const first = sum(loadedAtOnce(output).map(({ code }) => gzipSync(code, { level: 9 }).length)) / 1_000;
    return { label, rounds: 1, metrics: { minified, gzipped, first } };
  } catch (error) {
    return { label, failure: `failed: ${error.message.split("\n")[0]}` };
  }
}

/** The chunks that an import of the first one loads. */
function loadedAtOnce(output) {
  const found = new Set([output[0]]);
  for (const { imports } of found) {
    for (const name of imports) {
      const chunk = output.find(({ fileName }) => fileName === name);
      if (chunk !== undefined) found.add(chunk);
    }
  }
  return [...found];
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

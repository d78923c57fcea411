import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../harness/paths.mjs";
import { median } from "../harness/statistics.mjs";

const CALLS = 200;

/** Calls of all kinds, each with its own types to be found. */
const calls = [
  (n) =>
    `const team${n} = (await client.httpGet(\`users/teams/\${${n}}\`)).raiseForStatus().json(); console.log(team${n}.name);`,
  (n) =>
    `const page${n} = (await client.httpGet("users/users", { params: { is_active: true, _limit: ${n + 1} } })).raiseForStatus().json(); console.log(page${n}.results[0]?.username);`,
  (n) =>
    `const made${n} = (await client.httpPost("users/teams", { json: { name: "team ${n}" } })).raiseForStatus().json(); console.log(made${n}.id);`,
  (n) =>
    `const reply${n} = await client.httpPatch("users/teams/${n}", { json: { is_active: false } }); if (reply${n}.ok) console.log(reply${n}.json().is_active);`,
  (n) => `for await (const user of client.paginate("users/users", { maxItems: ${n + 1} })) console.log(user.username);`,
];

const open = `import { AsyncKeystoneClient } from "@latchkey/keystone";
const client = new AsyncKeystoneClient({ url: "http://localhost:8000" });
`;

const files = {
  "an empty file": "export {};",
  "one call": `${open}${calls[0](1)}`,
  [`${CALLS} calls`]: `${open}${Array.from({ length: CALLS }, (_, n) => `${calls[n % calls.length](n)}\n`).join("")}`,
};

export default {
  title: "Type-checking a file of Keystone calls with the workspace's TypeScript, from nothing",
  base: "an empty file",
  columns: [
    { metric: "milliseconds", label: "ms", digits: 0, better: "less" },
    { metric: "beyond", label: "ms beyond an empty file", digits: 0, better: "less", bare: true },
  ],
  async run({ told, plan }) {
    const folder = join(root, ".cache", "bench-types");
    mkdirSync(folder, { recursive: true });
    const rows = Object.entries(files).map(([label, code]) => ({ label, code, samples: [] }));
    try {
      for (let round = 0; round < plan.few; round += 1) {
        told(`types: round ${round + 1} of ${plan.few}`);
        for (const row of rows) if (row.failure === undefined) check(row, folder);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
    const first = median(rows[0].samples);
    return rows.map(({ label, samples, failure }) => {
      if (failure !== undefined) return { label, failure };
      const milliseconds = median(samples);
      return { label, rounds: samples.length, metrics: { milliseconds, beyond: milliseconds - first } };
    });
  },
};

function check(row, folder) {
  writeFileSync(join(folder, "calls.ts"), row.code);
  const options = {
    module: "nodenext",
    target: "es2022",
    lib: ["es2023", "esnext.disposable"],
    types: ["node"],
    strict: true,
    noEmit: true,
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: ["calls.ts"] }));
  const begun = performance.now();
  const { status, stdout } = spawnSync(process.execPath, [join(root, "node_modules", ".bin", "tsc"), "-p", folder], {
    encoding: "utf8",
  });
  if (status === 0) row.samples.push(performance.now() - begun);
  else row.failure = `failed: ${stdout.split("\n")[0]}`;
}

import { execFile } from "node:child_process";
import { type KeystoneBox, startKeystone } from "@latchkey/sandbox";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** Rows: as many as the real thing may have in `npm run prove`, enough for many pages otherwise. */
const ROWS = process.env["LATCHKEY_PROVE"] === undefined ? 5_000 : 100_000;
/** What walking a list of any length may leave on the heap, in MB, after a forced collection. */
const HEAP = 40;

let box: KeystoneBox;

beforeAll(async () => {
  box = await startKeystone({ throttle: false });
  await box.addUsers(ROWS);
}, 600_000);

afterAll(() => box.close());

interface Walk {
  readonly rows: number;
  readonly ordered: boolean;
  readonly grown: number;
}

/** Walks the list in a process of its own, so that the server's memory is not counted. */
function walk(client: string, loop: string): Promise<Walk> {
  const text = `
    import { ${client} } from "@latchkey/keystone";
    const client = new ${client}({ url: ${JSON.stringify(box.url)}, timeout: 120_000 });
    await client.login(${JSON.stringify(box.credentials)});
    const heap = () => { gc(); gc(); return process.memoryUsage().heapUsed / 1e6; };
    let rows = 0, ordered = true, last = 0, idle = 0, most = 0;
    ${loop} (const { id } of client.paginate("users/users", { pageSize: 1000 })) {
      if (rows === 1000) idle = heap();
      rows += 1;
      ordered &&= id > last;
      last = id;
      if (rows % 20_000 === 0) most = Math.max(most, heap());
    }
    most = Math.max(most, heap());
    console.log(JSON.stringify({ rows, ordered, grown: most - idle }));
    await client.close();
  `;
  return new Promise((done, failed) => {
    const args = ["--expose-gc", "--input-type=module", "--eval", text];
    execFile(process.execPath, args, { cwd: import.meta.dirname, timeout: 600_000 }, (error, stdout, stderr) => {
      if (error === null) done(JSON.parse(stdout));
      else failed(new Error(stderr));
    });
  });
}

describe("a long list", () => {
  test.each([
    ["async", "AsyncKeystoneClient", "for await"],
    ["blocking", "KeystoneClient", "for"],
  ])(
    "is walked by the %s client in order, completely, and in little memory",
    async (_twin, client, loop) => {
      const { rows, ordered, grown } = await walk(client, loop);
      // The administrator is a user too.
      expect({ rows, ordered }).toEqual({ rows: ROWS + 1, ordered: true });
      expect(grown).toBeLessThan(HEAP);
    },
    600_000,
  );
});

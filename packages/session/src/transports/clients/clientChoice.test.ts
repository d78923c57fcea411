import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Certificate, makeCertificate } from "../../testbed/certificates.ts";
import { type FaultServer, startFaultServer } from "../../testbed/faultServer.ts";
import { transportScript } from "../../testbed/transportScript.ts";

let certificate: Certificate;
let plain: FaultServer;
let secure: FaultServer;
beforeAll(async () => {
  certificate = makeCertificate("IP:127.0.0.1");
  [plain, secure] = await Promise.all([startFaultServer(), startFaultServer({ tls: certificate })]);
});
afterAll(() => Promise.all([plain, secure].map((server) => server.close())));

describe.each(["ownAsynchronous", "ownBlocking"])("a process with an %s transport", (twin) => {
  test.each(["plain", "secure"] as const)(
    "asks 800 times over one %s connection, whichever client it works with",
    async (kind) => {
      const { origin } = kind === "plain" ? plain : secure;
      const { printed, stderr } = await transportScript(
        origin,
        `const tested = ${twin}.open({ tls: { ca: ${JSON.stringify(certificate.cert)} } });
       const connections = new Set();
       let turn = 0;
       for (let index = 0; index < 800; index += 1) {
         const told = JSON.parse(textOf(await exchange(tested, origin, "/plain")));
         connections.add(told.connection);
         turn = told.turn;
       }
       await tested.transport.close(false);
       console.log(JSON.stringify([connections.size, turn]));`,
      );
      expect({ printed, stderr }).toEqual({ printed: [1, 800], stderr: "" });
    },
  );

  test("goes over while many are under way, and with what each of them sends", async () => {
    const { printed, stderr } = await transportScript(
      plain.origin,
      `const tested = ${twin}.open({ maxConnections: 20 });
       const each = (index) => send(requestTo(origin, "/echo", { method: "PUT", body: { kind: "bytes", bytes: new Uint8Array(index) } }), performance.now() + 20_000);
       const outcomes = await tested.run(all(800, each));
       const whole = outcomes.filter(({ value }, index) => value !== undefined && JSON.parse(textOf(value)).size === index);
       await tested.transport.close(false);
       console.log(JSON.stringify(whole.length));`,
    );
    expect({ printed, stderr }).toEqual({ printed: 800, stderr: "" });
  });
});

test("works with Node's own client at first, and with undici's where there is much to do", async () => {
  const { printed } = await transportScript(
    plain.origin,
    `const { subscribe } = await import("node:diagnostics_channel");
     let byUndici = 0;
     // Undici says of each request that it sends it.
     subscribe("undici:client:sendHeaders", () => { byUndici += 1; });
     const tested = ownAsynchronous.open();
     const rounds = [];
     for (let round = 0; round < 4; round += 1) {
       byUndici = 0;
       for (let index = 0; index < 300; index += 1) await exchange(tested, origin, "/plain");
       rounds.push(byUndici);
     }
     console.log(JSON.stringify(rounds));`,
  );
  expect(printed).toEqual([0, expect.any(Number), expect.any(Number), 300]);
});

/** Finds no undici, as where it was not installed. */
const WITHOUT_UNDICI = `export async function resolve(name, context, next) {
  if (name.startsWith("undici/")) throw new Error("There is none.");
  return next(name, context);
}`;

test("goes on with Node's own client where there is no undici, and says so once", async () => {
  const url = (module: string): string => `data:text/javascript,${encodeURIComponent(module)}`;
  const register = `import { register } from "node:module"; register(${JSON.stringify(url(WITHOUT_UNDICI))});`;
  const { printed, stderr } = await transportScript(
    plain.origin,
    `const tested = ownAsynchronous.open();
     let answered = 0;
     for (let index = 0; index < 800; index += 1) {
       if ((await exchange(tested, origin, "/plain")).status === 200) answered += 1;
     }
     console.log(JSON.stringify(answered));`,
    { flags: [`--import=${url(register)}`] },
  );
  expect(printed).toBe(800);
  expect(stderr.match(/LATCHKEY_UNDICI/g)).toHaveLength(1);
});

test("asks nobody who stands in for Node's functions, as tracers do", async () => {
  const { printed, stderr } = await transportScript(
    plain.origin,
    `const http = await import("node:http");
     http.default.request = http.default.get = () => { throw new Error("not you"); };
     const { lines } = JSON.parse(textOf(await exchange(ownAsynchronous.open(), origin, "/echo", { headers: { "x-a": "1" } })));
     console.log(JSON.stringify(lines));`,
  );
  expect({ printed, stderr }).toEqual({ printed: expect.arrayContaining(["x-a: 1"]), stderr: "" });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Certificate, makeCertificate } from "../testbed/certificates.ts";
import { exchange, failureOf, type TestedTransport, textOf, transportTwins } from "../testbed/exchanges.ts";
import { type FaultServer, startFaultServer } from "../testbed/faultServer.ts";
import type { ConnectionSettings } from "./connectionSettings.ts";

const AUTHORIZATION = `Basic ${Buffer.from("user:p@ss").toString("base64")}`;

let certificate: Certificate;
let foreign: Certificate;
let plain: FaultServer;
let secure: FaultServer;
let elsewhere: FaultServer;
let proxy: FaultServer;
let loud: FaultServer;
let strict: FaultServer;
let veiled: FaultServer;
let portal: FaultServer;
beforeAll(async () => {
  certificate = makeCertificate("IP:127.0.0.1,DNS:localhost");
  foreign = makeCertificate("DNS:example.org");
  [plain, secure, elsewhere, proxy, loud, strict, veiled, portal] = await Promise.all([
    startFaultServer(),
    startFaultServer({ tls: certificate }),
    startFaultServer({ tls: foreign }),
    startFaultServer({ proxyAuthorization: AUTHORIZATION }),
    startFaultServer({ greeting: "HTTP/1.1 400 No TLS here\r\n\r\n" }),
    startFaultServer({ tls: { ...certificate, ca: certificate.cert, requestCert: true } }),
    startFaultServer({ tls: certificate, proxyAuthorization: AUTHORIZATION }),
    startFaultServer({ page: "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nLogin" }),
  ]);
  // The environment must not weaken anything.
  process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
  process.env["HTTP_PROXY"] = "http://127.0.0.1:1";
  process.env["HTTPS_PROXY"] = "http://127.0.0.1:1";
});
afterAll(async () => {
  for (const name of ["NODE_TLS_REJECT_UNAUTHORIZED", "HTTP_PROXY", "HTTPS_PROXY"]) delete process.env[name];
  await Promise.all([plain, secure, elsewhere, proxy, loud, strict, veiled, portal].map((server) => server.close()));
});

describe.each(transportTwins)("a connection of the $name twin", ({ open }) => {
  let opened: TestedTransport[];
  beforeEach(() => {
    opened = [];
  });
  afterEach(async () => {
    for (const { transport } of opened) await transport.close(true);
  });

  const connected = (settings: Partial<ConnectionSettings>): TestedTransport => {
    const tested = open(settings);
    opened.push(tested);
    return tested;
  };

  test("trusts an authority that it was given, by address and by name", async () => {
    const tested = connected({ tls: { ca: certificate.cert } });
    expect((await exchange(tested, secure.origin, "/plain")).status).toBe(200);
    expect((await exchange(tested, `https://localhost:${secure.port}`, "/plain")).status).toBe(200);
    const bytes = connected({ tls: { ca: new TextEncoder().encode(certificate.cert) } });
    expect((await exchange(bytes, secure.origin, "/plain")).status).toBe(200);
  });

  test("refuses a certificate that nobody vouches for", async () => {
    const error = await failureOf(exchange(connected({}), secure.origin, "/plain"));
    expect(error).toMatchObject({ code: "tls", sent: false, hint: expect.stringContaining("tls.ca") });
    expect(String(error)).toContain(`127.0.0.1:${secure.port}`);
  });

  test("refuses another host's certificate", async () => {
    const error = await failureOf(exchange(connected({ tls: { ca: foreign.cert } }), elsewhere.origin, "/plain"));
    expect(error).toMatchObject({ code: "tls", sent: false, hint: expect.stringContaining("another host") });
  });

  test("takes any certificate only when told so", async () => {
    expect((await exchange(connected({ verifySsl: false }), elsewhere.origin, "/plain")).status).toBe(200);
  });

  test("refuses to speak TLS with a server that does not", async () => {
    const error = await failureOf(exchange(connected({}), `https://127.0.0.1:${loud.port}`, "/plain"));
    expect(error).toMatchObject({ code: "tls", sent: false, hint: expect.stringContaining("https") });
  });

  test("says that TLS broke where the server wants a certificate and gets none", async () => {
    const tested = connected({ tls: { ca: certificate.cert } });
    for (const method of ["GET", "POST"]) {
      const error = await failureOf(exchange(tested, strict.origin, "/plain", { method }));
      expect(error).toMatchObject({ code: "tls", message: expect.stringContaining("ALERT_CERTIFICATE_REQUIRED") });
    }
  });

  test("shows its certificate to the servers that it is for, and to nobody else's", async () => {
    const tested = connected({ tls: { ...certificate, ca: certificate.cert } });
    const ask = (isAnonymous: boolean) => exchange(tested, strict.origin, "/plain", { isAnonymous });
    expect((await ask(false)).status).toBe(200);
    // On a connection of its own: the one that stands is the certificate's.
    expect(await failureOf(ask(true))).toMatchObject({ name: "TransportError" });
    expect(JSON.parse(textOf(await ask(false)))).toMatchObject({ turn: 2 });
    // Whom it trusts is no secret: an anonymous request looks as closely at the server's.
    expect((await exchange(tested, secure.origin, "/plain", { isAnonymous: true })).status).toBe(200);
  });

  test("refuses certificates that are none, without quoting them", async () => {
    const tested = connected({ tls: { cert: "S3CR3T", key: "S3CR3T" } });
    const error = await failureOf(exchange(tested, secure.origin, "/plain"));
    expect(error).toMatchObject({ code: "tls", sent: false });
    expect(String(error)).not.toContain("S3CR3T");
  });

  test("goes through a proxy to plain and secure servers, which never see its password", async () => {
    const tested = connected({ proxy: `http://user:p%40ss@127.0.0.1:${proxy.port}`, tls: { ca: certificate.cert } });
    for (const origin of [plain.origin, secure.origin]) {
      const { lines } = JSON.parse(textOf(await exchange(tested, origin, "/echo")));
      expect(String(lines).toLowerCase()).not.toContain("proxy-authorization");
    }
    const untrusting = connected({ proxy: `http://user:p%40ss@127.0.0.1:${proxy.port}` });
    expect(await failureOf(exchange(untrusting, secure.origin, "/echo"))).toMatchObject({ code: "tls", sent: false });
  });

  test("speaks TLS with a proxy that wants it, and says nothing to one that nobody vouches for", async () => {
    const address = `https://user:p%40ss@127.0.0.1:${veiled.port}`;
    const tested = connected({ proxy: address, tls: { ca: certificate.cert } });
    for (const origin of [plain.origin, secure.origin]) {
      expect((await exchange(tested, origin, "/plain")).status).toBe(200);
    }
    const error = await failureOf(exchange(connected({ proxy: address }), plain.origin, "/plain"));
    expect(error).toMatchObject({ code: "tls", sent: false });
    expect(String(error)).toContain(`the proxy 127.0.0.1:${veiled.port}`);
    expect((await exchange(connected({ proxy: address, verifySsl: false }), plain.origin, "/plain")).status).toBe(200);
  });

  test("says when the proxy refuses, without its password", async () => {
    const error = await failureOf(
      exchange(connected({ proxy: `http://user:S3CR3T@127.0.0.1:${proxy.port}` }), plain.origin, "/plain"),
    );
    expect(error).toMatchObject({ code: "connect", sent: false });
    expect(String(error)).toContain("status 407");
    expect(String(error)).not.toContain("S3CR3T");
  });

  test("says when the proxy answers in the server's place, without dialling again and again", async () => {
    const tested = connected({ proxy: `http://127.0.0.1:${portal.port}`, tls: { ca: certificate.cert } });
    for (const { origin } of [plain, secure]) {
      const error = await failureOf(exchange(tested, origin, "/plain"));
      expect(error).toMatchObject({
        code: "connect",
        sent: false,
        message: expect.stringContaining("sent more than that"),
      });
    }
  });

  test("says when the proxy is not there, and when it is no proxy", async () => {
    const gone = await failureOf(exchange(connected({ proxy: "http://127.0.0.1:1" }), plain.origin, "/plain"));
    expect(gone).toMatchObject({ code: "connect", sent: false });
    expect(String(gone)).toContain("the proxy 127.0.0.1:1");
    const none = await failureOf(exchange(connected({ proxy: "socks5://user:S3CR3T@host" }), plain.origin, "/plain"));
    const bare = await failureOf(exchange(connected({ proxy: "http://user:S3CR3T%@host" }), plain.origin, "/plain"));
    for (const error of [none, bare]) {
      expect(error).toMatchObject({ name: "UsageError", code: "option" });
      expect(String(error)).not.toContain("S3CR3T");
    }
  });

  test("gives up a connection that is not made in time", async () => {
    // A handshake that nobody answers.
    const tested = connected({ connectTimeout: 150 });
    const silent = `https://127.0.0.1:${plain.port}`;
    const error = await failureOf(exchange(tested, silent, "/plain", { timeout: 300 }));
    expect(error).toMatchObject({ code: "timeout", sent: false, message: expect.stringMatching(/within 150 ms/) });
    // Whoever brings more time than the others may wait longer: a third of it.
    const patient = await failureOf(exchange(tested, silent, "/plain", { timeout: 900 }));
    expect(patient).toMatchObject({ code: "timeout", message: expect.stringMatching(/within (2\d\d|300) ms/) });
    const within = await failureOf(
      exchange(connected({}), `https://127.0.0.1:${plain.port}`, "/plain", { timeout: 150 }),
    );
    expect(within).toMatchObject({ code: "timeout", sent: false });
    expect(String(within)).toContain("stage: connect");
  });
});

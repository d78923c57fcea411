import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";

/** What the thread of the server starts with. */
export interface SecureServerPlan {
  readonly key: string;
  readonly cert: string;
  readonly tokenStatus: number;
}

/** What reached the server: the first byte of each connection, and requests as `GET /path`. */
export interface Sightings {
  readonly firstBytes: number[];
  readonly requests: string[];
}

/** A small Helios behind https, in a thread of its own, whose certificate signs itself. */
export interface SecureServer {
  readonly url: string;
  readonly cert: string;
  seen(): Promise<Sightings>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** @param tokenStatus - what its token endpoint answers */
export async function secureServer(tokenStatus: number = 200): Promise<SecureServer> {
  const { key, cert } = makeCertificate();
  const workerData: SecureServerPlan = { key, cert, tokenStatus };
  const thread = new Worker(new URL("./secureServerThread.js", import.meta.url), { workerData });
  const [{ port }] = await once(thread, "message");
  return {
    url: `https://127.0.0.1:${port}/v1`,
    cert,
    async seen() {
      const answered = once(thread, "message");
      thread.postMessage("seen", []);
      const [{ seen }] = await answered;
      return seen;
    },
    async [Symbol.asyncDispose]() {
      const exit = once(thread, "exit");
      thread.postMessage("close", []);
      await exit;
    },
  };
}

function makeCertificate(): { readonly key: string; readonly cert: string } {
  const directory = mkdtempSync(join(tmpdir(), "latchkey-certificate-"));
  try {
    const [key, cert] = [join(directory, "key.pem"), join(directory, "cert.pem")];
    const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    const about = ["-subj", "/CN=latchkey test", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"];
    execFileSync("openssl", ["req", ...kind, "-keyout", key, "-out", cert, ...about], { stdio: "ignore" });
    return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

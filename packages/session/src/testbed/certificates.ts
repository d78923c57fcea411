import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** A certificate that signs itself, made by `openssl` for this one test. */
export function makeCertificate(names: string): Certificate {
  const directory = mkdtempSync(join(tmpdir(), "latchkey-certificate-"));
  try {
    const key = join(directory, "key.pem");
    const cert = join(directory, "cert.pem");
    const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    const about = ["-subj", "/CN=latchkey test", "-addext", `subjectAltName=${names}`, "-days", "2"];
    execFileSync("openssl", ["req", ...kind, "-keyout", key, "-out", cert, ...about], { stdio: "ignore" });
    return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

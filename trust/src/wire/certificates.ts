import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** Certificates of one authority, made for this one run; `stranger` is signed by nobody else. */
export interface Certificates {
  /** The authority that clients are told to trust. */
  readonly ca: string;
  readonly good: Certificate;
  readonly expired: Certificate;
  readonly wrongHost: Certificate;
  readonly stranger: Certificate;
}

const HERE = "IP:127.0.0.1,DNS:localhost";
const ELLIPTIC = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

export function makeCertificates(): Certificates {
  const directory = mkdtempSync(join(tmpdir(), "latchkey-certificates-"));
  const at = (name: string): string => join(directory, name);
  const openssl = (...args: readonly string[]): void => {
    execFileSync("openssl", args, { stdio: "ignore", cwd: directory });
  };
  const selfSigned = (name: string, about: string, ...more: readonly string[]): Certificate => {
    openssl(
      "req",
      "-x509",
      ...ELLIPTIC,
      "-keyout",
      `${name}.key`,
      "-out",
      `${name}.pem`,
      "-subj",
      `/CN=${about}`,
      ...more,
    );
    return pair(name);
  };
  const pair = (name: string): Certificate => ({
    key: readFileSync(at(`${name}.key`), "utf8"),
    cert: readFileSync(at(`${name}.pem`), "utf8"),
  });
  const signed = (name: string, names: string, days: number): Certificate => {
    openssl("req", "-new", ...ELLIPTIC, "-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", `/CN=${name}`);
    writeFileSync(at(`${name}.ext`), `subjectAltName=${names}\n`);
    const authority = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"];
    const about = ["-days", `${days}`, "-extfile", `${name}.ext`];
    openssl("x509", "-req", "-in", `${name}.csr`, "-out", `${name}.pem`, ...authority, ...about);
    return pair(name);
  };
  try {
    const { cert: ca } = selfSigned("ca", "test authority", "-days", "2");
    return {
      ca,
      good: signed("good", HERE, 2),
      expired: signed("expired", HERE, -1),
      wrongHost: signed("elsewhere", "DNS:elsewhere.test", 2),
      stranger: selfSigned("stranger", "stranger", "-days", "2", "-addext", `subjectAltName=${HERE}`),
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

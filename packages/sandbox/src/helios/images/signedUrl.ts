import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Clock } from "../../box/clock.ts";

/** Makes and checks URLs that are good for fifteen minutes without any other credential, as S3's query authentication does. */
export interface UrlSigner {
  sign(origin: string, path: string): string;
  check(url: URL): "good" | "missing" | "expired" | "forged";
}

const lifetime = 15 * 60;
const accessKey = "SANDBOXACCESSKEY";

/** A signer with a secret of its own, new with every start. */
export function urlSigner(clock: Clock): UrlSigner {
  const secret = randomBytes(32);
  const signatureOf = (path: string, expires: string) =>
    createHmac("sha1", secret).update(`GET\n\n\n${expires}\n${path}`).digest();
  return {
    sign(origin, path) {
      const expires = String(Math.floor(clock.now() / 1000) + lifetime);
      const query = new URLSearchParams({
        AWSAccessKeyId: accessKey,
        Expires: expires,
        Signature: signatureOf(path, expires).toString("base64"),
      });
      return `${origin}${path}?${query.toString()}`;
    },
    check({ pathname, searchParams }) {
      const [expires, signature] = [searchParams.get("Expires"), searchParams.get("Signature")];
      if (expires === null || signature === null) return "missing";
      const [given, expected] = [Buffer.from(signature, "base64"), signatureOf(pathname, expires)];
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return "forged";
      return Number(expires) * 1000 <= clock.now() ? "expired" : "good";
    },
  };
}

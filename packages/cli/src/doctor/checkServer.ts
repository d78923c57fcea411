import { AsyncSession, LatchkeyError, StatusError, TransportError } from "@latchkey/session";
import type { Job } from "../job/job.ts";
import { connectionOptions } from "../profile/connectionOptions.ts";
import type { Service } from "../profile/profileRecord.ts";
import { printable } from "../terminal/printable.ts";
import { type Finding, ok, problem, skipped, warning } from "./finding.ts";

/** The server's clock may be this far from ours, in ms: more confuses whoever reads expiry times. */
const MOST_SKEW = 60_000;

/** What can be asked without signing in. */
const PROBE: Readonly<Record<Service, string>> = { keystone: "version/", helios: "session" };

/** Whether a server answers, what it is, and what its clock and its certificate say. */
export async function checkServer(job: Job, service: Service, url: string | undefined): Promise<readonly Finding[]> {
  const name = (what: string): string => `${service} ${what}`;
  if (url === undefined) return [skipped(name("server"), `no profile knows one: latchkey login ${service}`)];
  try {
    await using session = new AsyncSession({ url, timeout: 5_000, retry: false, ...connectionOptions(job) });
    const asked = Date.now();
    const response = await session.httpGet(PROBE[service], { signal: job.signal });
    const answered = Date.now();
    const isKnown = response.ok || (service === "helios" && response.status === 401);
    const server = isKnown
      ? ok(name("server"), `${url} answers (${response.status}, ${Math.round(response.elapsed)} ms)`)
      : problem(name("server"), `${url} answers ${response.status}`, `Is this the address of ${service}?`);
    const version = service === "keystone" && response.ok ? [versionOf(response.text())] : [];
    return [
      server,
      ...version,
      certificate(name("certificate"), url),
      clock(name("clock"), response.headers, asked, answered),
    ];
  } catch (error) {
    if (!(error instanceof LatchkeyError) || error instanceof StatusError) throw error;
    const check = error instanceof TransportError && error.code === "tls" ? name("certificate") : name("server");
    return [problem(check, error.message, error.hint ?? `Check the address ${url} and the network.`)];
  }
}

function versionOf(text: string): Finding {
  const version = text.trim();
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > 0 || minor >= 9) return ok("keystone version", printable(version));
  return warning("keystone version", printable(version.slice(0, 40)), "Latchkey knows Keystone 0.9 and 0.10.");
}

function certificate(check: string, url: string): Finding {
  if (url.startsWith("https:")) return ok(check, "trusted");
  return skipped(check, "plain http, which is for this machine only");
}

function clock(check: string, headers: Headers, asked: number, answered: number): Finding {
  const date = Date.parse(headers.get("date") ?? "");
  if (Number.isNaN(date)) return skipped(check, "the server does not tell its time");
  // The header has whole seconds.
  const skew = Math.round((date - (asked + answered) / 2) / 1_000);
  const found = `${Math.abs(skew)} s ${skew < 0 ? "behind" : "ahead"} of this machine`;
  if (Math.abs(skew) * 1_000 <= MOST_SKEW) return ok(check, found);
  return warning(check, found, "Set this machine's clock, or tell the server's administrators.");
}

import { AsyncKeystoneClient } from "@latchkey/keystone";
import {
  AsyncSession,
  LatchkeyError,
  type SessionOptions,
  StatusError,
  TransportError,
  UsageError,
} from "@latchkey/session";
import type { Job } from "../job/job.ts";
import { connectionOptions } from "../profile/connectionOptions.ts";
import type { Service } from "../profile/profileRecord.ts";
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
    await using session = new AsyncSession({ url, ...quick(job) });
    const asked = Date.now();
    const response = await session.httpGet(PROBE[service], { signal: job.signal });
    const answered = Date.now();
    const isKnown = response.ok || (service === "helios" && response.status === 401);
    const server = isKnown
      ? ok(name("server"), `${url} answers (${response.status}, ${Math.round(response.elapsed)} ms)`)
      : problem(name("server"), `${url} answers ${response.status}`, `Is this the address of ${service}?`);
    const version = service === "keystone" && response.ok ? [await keystoneVersion(job, url)] : [];
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

/** Which versions will do, the client knows. */
async function keystoneVersion(job: Job, url: string): Promise<Finding> {
  const check = "keystone version";
  try {
    await using client = new AsyncKeystoneClient({ url, ...quick(job) });
    return ok(check, await client.version({ signal: job.signal }));
  } catch (error) {
    if (!(error instanceof LatchkeyError)) throw error;
    const tooOld = error instanceof UsageError;
    return (tooOld ? warning : problem)(check, error.message, error.hint ?? `Check the address ${url}.`);
  }
}

function quick(job: Job): Pick<SessionOptions, "timeout" | "retry" | "proxy" | "tls"> {
  return { timeout: 5_000, retry: false, ...connectionOptions(job) };
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
  const found = `${Math.abs(skew)} s ${skew < 0 ? "behind" : "ahead of"} this machine`;
  if (Math.abs(skew) * 1_000 <= MOST_SKEW) return ok(check, found);
  return warning(check, found, "Set this machine's clock, or tell the server's administrators.");
}

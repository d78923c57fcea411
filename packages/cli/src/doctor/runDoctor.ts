import { AsyncHeliosSession } from "@latchkey/helios";
import { environmentClient, environmentUrl } from "../helios/openHelios.ts";
import { EXIT } from "../job/exitCode.ts";
import type { Job, Runner } from "../job/job.ts";
import { type ActiveProfile, activeProfile } from "../profile/activeProfile.ts";
import { SERVICES } from "../profile/profileRecord.ts";
import type { Origin } from "../profile/setting.ts";
import { probeKeychain } from "../secrets/probeKeychain.ts";
import { oldestNode } from "../version.ts";
import { checkPlace } from "./checkPlace.ts";
import { checkServer } from "./checkServer.ts";
import { type Finding, ok, problem, skipped, warning } from "./finding.ts";

/** Looks at everything that signing in and calling depend on. Exit code 1 when something does not work. */
export const runDoctor: Runner = async (job) => {
  const profile = activeProfile(job);
  const urls = {
    keystone: job.env["KEYSTONE_URL"] || profile.record("keystone")?.url,
    helios: heliosUrl(job, profile),
  };
  const findings = [
    runtime(),
    ok("profile", `"${profile.name.value}", ${CHOSEN[profile.name.from]}`),
    ...(await checkPlace(profile.profiles.directory)),
    await keychain(job, profile),
    proxy(job.env),
    ...strayUrl(job.env),
    ...(await Promise.all(SERVICES.map((service) => checkServer(job, service, urls[service])))).flat(),
  ];
  if (job.out.format !== "table") {
    await job.out.rows(findings);
  } else {
    for (const finding of findings) await tell(job, finding);
  }
  return findings.some(({ result }) => result === "problem") ? EXIT.error : EXIT.ok;
};

const CHOSEN: Readonly<Record<Origin, string>> = {
  flag: "named by --profile",
  environment: "named by LATCHKEY_PROFILE",
  profile: "chosen by profile use",
  default: "as nothing else is chosen",
};

const MARKS = { ok: "✓", warning: "!", problem: "✗", skipped: "–" } as const;
const STYLES = { ok: "green", warning: "yellow", problem: "red", skipped: "dim" } as const;

async function tell({ terminal: { out } }: Job, { check, result, found, advice }: Finding): Promise<void> {
  const mark = out.style(STYLES[result], MARKS[result]);
  await out.write(`${mark} ${check}: ${found}\n`);
  if (advice !== "") await out.write(`  → ${advice}\n`);
}

function runtime(): Finding {
  const { node } = process.versions;
  const oldest = oldestNode();
  const [major = 0, minor = 0] = node.split(".").map(Number);
  const [least = 0, leastMinor = 0] = oldest.split(".").map(Number);
  if (major > least || (major === least && minor >= leastMinor)) return ok("node", node);
  return problem("node", node, `Install Node ${oldest} or newer.`);
}

/** The API that commands ask: it is known by whoever knows the client. */
function heliosUrl({ env }: Job, profile: ActiveProfile): string | undefined {
  const isGiven = environmentClient(env) !== undefined;
  const known = isGiven ? environmentUrl(env) : profile.record("helios")?.url;
  return known ?? new AsyncHeliosSession().explainCredentials().apiUrl;
}

function strayUrl(env: NodeJS.ProcessEnv): readonly Finding[] {
  if (environmentUrl(env) === undefined || environmentClient(env) !== undefined) return [];
  const found = "helios_api_url is set alone: only login helios uses it, commands ask the profile's server";
  return [warning("helios environment", found, "Set helios_client_id and helios_client_secret too, or unset it.")];
}

async function keychain({ env }: Job, profile: ActiveProfile): Promise<Finding> {
  if (await probeKeychain(env)) return ok("keychain", "works");
  const using = SERVICES.filter((service) => profile.record(service)?.store === "keychain");
  if (using.length === 0) return skipped("keychain", "none answers here; sessions are kept in files");
  return problem("keychain", `does not answer, and ${using.join(", ")} is kept there`, "Unlock it, or sign in again.");
}

function proxy(env: NodeJS.ProcessEnv): Finding {
  if ((env["LATCHKEY_PROXY"] ?? "") !== "") return ok("proxy", "LATCHKEY_PROXY is used");
  const names = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY"];
  const set = names.filter((name) => (env[name] ?? "") !== "");
  if (set.length === 0) return ok("proxy", "none");
  return warning("proxy", `${set.join(", ")} is set, and not used`, "Set LATCHKEY_PROXY if you need it.");
}

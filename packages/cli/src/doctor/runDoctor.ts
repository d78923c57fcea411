import { environmentUrl } from "../helios/openHelios.ts";
import { EXIT } from "../job/exitCode.ts";
import type { Job, Runner } from "../job/job.ts";
import { type ActiveProfile, activeProfile } from "../profile/activeProfile.ts";
import { SERVICES } from "../profile/profileRecord.ts";
import { probeKeychain } from "../secrets/probeKeychain.ts";
import { checkPlace } from "./checkPlace.ts";
import { checkServer } from "./checkServer.ts";
import { type Finding, ok, problem, skipped, warning } from "./finding.ts";

/** Looks at everything that signing in and calling depend on. Exit code 1 when something does not work. */
export const runDoctor: Runner = async (job) => {
  const profile = activeProfile(job);
  const urls = {
    keystone: job.env["KEYSTONE_URL"] || profile.record("keystone")?.url,
    helios: environmentUrl(job.env) ?? profile.record("helios")?.url,
  };
  const findings = [
    runtime(),
    ok("profile", `"${profile.name.value}", from ${profile.name.from}`),
    ...(await checkPlace(profile.profiles.directory)),
    await keychain(job, profile),
    proxy(job.env),
    ...(await Promise.all(SERVICES.map((service) => checkServer(job, service, urls[service])))).flat(),
  ];
  if (job.out.format !== "table") {
    await job.out.rows(findings);
  } else {
    for (const finding of findings) await tell(job, finding);
  }
  return findings.some(({ result }) => result === "problem") ? EXIT.error : EXIT.ok;
};

const MARKS = { ok: "✓", warning: "!", problem: "✗", skipped: "–" } as const;
const STYLES = { ok: "green", warning: "yellow", problem: "red", skipped: "dim" } as const;

async function tell({ terminal: { out } }: Job, { check, result, found, advice }: Finding): Promise<void> {
  const mark = out.style(STYLES[result], MARKS[result]);
  await out.write(`${mark} ${check}: ${found}\n`);
  if (advice !== "") await out.write(`  → ${advice}\n`);
}

function runtime(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return ok("node", process.versions.node);
  return problem("node", process.versions.node, "Install Node 20.19 or newer.");
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

import type { Transport } from "../driver/transport.ts";
import { UsageError } from "../errors/usageError.ts";
import { wrongBuildHint } from "../request/wrongBuild.ts";
import { type ConnectionSettings, connectionDefaults } from "../transports/connectionSettings.ts";
import { fetchTransport } from "../transports/fetchTransport.ts";
import { asyncRunner } from "./asyncRunner.ts";
import { blockingRunner } from "./blockingRunner.ts";
import type { Twin } from "./twin.ts";

/** Sessions whose methods return promises, in a browser: it connects, and it keeps the cookies. */
export const asyncTwin: Twin<"async"> = { mode: "async", connect, runner: asyncRunner };

/**
 * Sessions that block are not for browsers: a page that waits cannot receive what it waits for. Only a transport that
 * needs no network, such as a scripted one, can serve them there.
 */
export const blockingTwin: Twin<"blocking"> = { mode: "blocking", connect: refuse, runner: blockingRunner };

function connect(settings: ConnectionSettings): Transport {
  const idle = ownDecisions.find((name) => settings[name] !== connectionDefaults[name]);
  if (idle === undefined) return fetchTransport({ credentials: "include" });
  throw new UsageError("option", `${OPTIONS[idle]} does nothing in a browser, which decides that itself.`, {
    hint: "Leave it out there.",
  });
}

function refuse(): never {
  throw new UsageError("option", "A blocking session cannot work in a browser: no page may wait for the network.", {
    hint: wrongBuildHint() ?? "Use the async twin: AsyncSession, AsyncKeystoneClient, AsyncHeliosSession.",
  });
}

/** How the settings that a browser takes no notice of are spelled as options. */
const OPTIONS = {
  verifySsl: "verifySsl",
  tls: "tls",
  proxy: "proxy",
  maxConnections: "limits.maxConnections",
  maxKeepAlive: "limits.maxKeepAlive",
  maxHeaderBytes: "limits.maxHeaderBytes",
} as const;

// The keys of a literal are what its type says.
const ownDecisions = Object.keys(OPTIONS) as (keyof typeof OPTIONS)[];

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { bench } from "../harness/paths.mjs";
import { cores, pinned } from "../harness/processors.mjs";
import { writeDocuments } from "./documents.mjs";
import { nginxVersion, startNginx } from "./nginx.mjs";

/** Starts the servers in `folder`; with what they are, and how to end them. `wanted` is "node" to do without nginx. */
export async function startServers(folder, wanted) {
  const documents = join(folder, "documents");
  writeDocuments(documents);
  const home = join(folder, "nginx");
  mkdirSync(home, { recursive: true });
  const slow = await startNode("slowServer.mjs", []);
  const fast =
    wanted === "node" || nginxVersion() === undefined
      ? await startNode("staticServer.mjs", [documents])
      : await startNginx(home, documents);
  return {
    url: fast.url,
    slowUrl: slow.url,
    description: fast.description,
    pids: [fast.pid, slow.pid],
    close: () => Promise.all([fast.close(), slow.close()]),
  };
}

async function startNode(file, args) {
  const [command, all] = pinned(cores.server, process.execPath, [join(bench, "servers", file), ...args]);
  const child = spawn(command, all, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const [url] = await once(child, "message");
  const ended = once(child, "exit");
  return {
    url,
    description: "node:http in another process instead of nginx: it limits the fastest candidates",
    pid: child.pid,
    async close() {
      child.disconnect();
      await ended;
    },
  };
}

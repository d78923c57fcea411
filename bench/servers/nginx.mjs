import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cores, pinned } from "../harness/processors.mjs";
import { cookieCounts, cookieLines, cookies, created, headers, session, token, uploaded, user } from "./documents.mjs";

const program = ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"].find((path) => existsSync(path));

/** What nginx says of its version; `undefined` where there is none. */
export function nginxVersion() {
  if (program === undefined) return undefined;
  const { stderr, status } = spawnSync(program, ["-v"], { encoding: "utf8" });
  return status === 0 ? stderr.trim().replace(/^nginx version: /, "") : undefined;
}

/** Starts nginx, one process on the servers' core, with all of its files in `folder`. */
export async function startNginx(folder, documents) {
  const port = await freePort();
  const config = join(folder, "nginx.conf");
  writeFileSync(config, configuration(folder, documents, port));
  const [command, args] = pinned(cores.server, program, ["-c", config, "-p", folder, "-e", join(folder, "error.log")]);
  const child = spawn(command, args, { stdio: "ignore" });
  const ended = once(child, "exit");
  await untilItAnswers(`http://127.0.0.1:${port}/version/`, () => child.exitCode !== null, join(folder, "error.log"));
  return {
    url: `http://127.0.0.1:${port}`,
    description: nginxVersion(),
    pid: child.pid,
    async close() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

function configuration(folder, documents, port) {
  const common = Object.entries(headers).map(([name, value]) => `add_header ${name} ${JSON.stringify(value)};`);
  const json = (status, body, more = []) => `default_type application/json;
      ${[...common, ...more.map((cookie) => `add_header set-cookie ${JSON.stringify(cookie)};`)].join("\n      ")}
      return ${status} '${body}';`;
  return `
daemon off;
master_process off;
pid ${join(folder, "nginx.pid")};
error_log ${join(folder, "error.log")} crit;
worker_rlimit_nofile 8192;
events { worker_connections 4096; }
http {
  access_log off;
  sendfile on;
  tcp_nodelay on;
  keepalive_timeout 3600s;
  keepalive_requests 1000000000;
  client_max_body_size 0;
  client_body_temp_path ${join(folder, "body")};
  proxy_temp_path ${join(folder, "proxy")};
  fastcgi_temp_path ${join(folder, "fastcgi")};
  uwsgi_temp_path ${join(folder, "uwsgi")};
  scgi_temp_path ${join(folder, "scgi")};
  open_file_cache max=1000;
  open_file_cache_valid 3600s;
  types { application/json json; image/jpeg jpg; application/octet-stream bin; }
  ${common.join("\n  ")}
  server {
    listen 127.0.0.1:${port} backlog=4096;
    root ${documents};
    location /version { try_files /version.json =404; }
    location /list/ { try_files /list.json =404; }
    location /img/ { try_files /image.jpg =404; }
    location /big/ { try_files /big.bin =404; }
    location ~ ^/bytes/(\\d+)/?$ { try_files /$1.bin =404; }
    location = /things/ {
      ${json(201, created)}
    }
    location = /uploads/ {
      ${json(201, uploaded)}
    }
    location = /authentication/login/ {
      ${json(200, user, cookies)}
    }
    ${cookieCounts.map((count) => `location = /cookies/${count}/ { ${json(200, "{}", cookieLines(count))} }`).join("\n    ")}
    location = /v1/oauth/token {
      ${json(200, token)}
    }
    location = /v1/session {
      ${json(200, session)}
    }
    location ~ ^/v1/cameras/[^/]+/images/ { return 302 http://127.0.0.1:${port}/img/$request_id.jpg; }
  }
}
`;
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

async function untilItAnswers(url, isOver, log) {
  for (let attempt = 0; attempt < 200 && !isOver(); attempt += 1) {
    const answered = await fetch(url).then(
      (response) => response.arrayBuffer().then(() => response.ok),
      () => false,
    );
    if (answered) return;
    await sleep(25);
  }
  throw new Error(`nginx does not answer. ${existsSync(log) ? readFileSync(log, "utf8") : ""}`);
}

import { spawnSync } from "node:child_process";

const program = `
import importlib.util, json, sys
from importlib.metadata import version
found = {name: version(name) for name in sys.argv[1:] if importlib.util.find_spec(name)}
print(json.dumps({"python": sys.version.split()[0], **found}))
`;

/** Versions of Debian's Python and of the modules that it has; `undefined` where there is no Python. */
export function pythonVersions() {
  const modules = ["httpx", "requests", "aiohttp", "aiofiles"];
  const { status, stdout } = spawnSync("/usr/bin/python3", ["-c", program, ...modules], { encoding: "utf8" });
  return status === 0 ? JSON.parse(stdout) : undefined;
}

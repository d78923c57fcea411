import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Without a desktop, a keychain may never answer. */
const LONGEST = 3_000;

/** What a keychain needs of the environment: where the desktop's services are. Nothing that could hold a secret. */
const NEEDED =
  /^(PATH|HOME|USER|LOGNAME|LANG|LC_\w+|TMPDIR|DBUS_SESSION_BUS_ADDRESS|XDG_\w+|DISPLAY|WAYLAND_DISPLAY|SystemRoot|APPDATA|LOCALAPPDATA|USERPROFILE)$/;

/** What the probe's process is given of the environment. */
export function probeEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => NEEDED.test(name)));
}

/**
 * Whether the keychain of the system keeps what it is given: a throw-away secret is written, read and removed, in a
 * process of its own, because one that hangs cannot be stopped otherwise.
 */
export function probeKeychain(env: NodeJS.ProcessEnv): Promise<boolean> {
  const script = fileURLToPath(new URL("./keychainProbe.js", import.meta.url));
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script], { stdio: "ignore", env: probeEnvironment(env) });
    const timer = setTimeout(() => child.kill("SIGKILL"), LONGEST);
    const settle = (works: boolean): void => {
      clearTimeout(timer);
      resolve(works);
    };
    child.once("error", () => settle(false));
    child.once("exit", (code) => settle(code === 0));
  });
}

import { existsSync } from "node:fs";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** A Chromium to test with: the one that `CHROME` names, else a system's own; `undefined` where there is none. */
export function findChromium(): string | undefined {
  const named = process.env["CHROME"];
  if (named !== undefined && named !== "") return named;
  return places.find((path) => existsSync(path));
}

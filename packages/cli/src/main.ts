#!/usr/bin/env node
import { writeSync } from "node:fs";
import { keepCompiled } from "./start/keepCompiled.ts";
import { version } from "./version.ts";

const args = process.argv.slice(2);

// Scripts ask for the version before anything else: nothing need be loaded for it, where it can be written.
if (!(args.length === 1 && (args[0] === "--version" || args[0] === "-V") && wrote(version()))) {
  keepCompiled(process.env);
  await (await import("./runCommand.ts")).runCommand(args);
}

function wrote(line: string): boolean {
  try {
    writeSync(1, `${line}\n`);
    return true;
  } catch {
    return false;
  }
}

#!/usr/bin/env node
import { keepCompiled } from "./start/keepCompiled.ts";
import { version } from "./version.ts";

const args = process.argv.slice(2);

// Scripts ask for the version before anything else: nothing need be loaded for it.
if (args.length === 1 && (args[0] === "--version" || args[0] === "-V")) console.log(version());
else {
  keepCompiled(process.env);
  await (await import("./runCommand.ts")).runCommand(args);
}

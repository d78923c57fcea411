// Formatting and lint, as `npm test` sees them.
import { prepare, run, tool } from "./prepare.mjs";

prepare();
const failed = [
  run(tool("biome"), ["check", "--error-on-warnings", "."]),
  run(tool("oxlint"), ["--type-aware", "--deny-warnings"]),
];
process.exitCode = failed.some((status) => status !== 0) ? 1 : 0;

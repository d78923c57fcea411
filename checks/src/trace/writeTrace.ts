// Draws the trace that docs/observability.md shows, from real spans:
// `node checks/dist/trace/writeTrace.js [file]`.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../packaging/packPackages.ts";
import { drawTrace } from "./drawTrace.ts";
import { tracedBatch } from "./tracedBatch.ts";
import { traceRows } from "./traceRows.ts";
import { TRACE_TITLE } from "./traceTitle.ts";

const { 2: path = join(root, "docs", "pictures", "trace.svg") } = process.argv;
const rows = traceRows(await tracedBatch());
writeFileSync(path, drawTrace(TRACE_TITLE, rows));
console.log(`${rows.length} spans are drawn in ${path}.`);

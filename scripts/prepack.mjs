// Runs in a package's folder before it is packed: nothing stale goes out, and the licence goes along.
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./prepare.mjs";
import { sweep } from "./sweep.mjs";

sweep(process.cwd());
copyFileSync(join(root, "LICENSE"), "LICENSE");

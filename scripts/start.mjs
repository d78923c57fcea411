// The main job: sandboxes, and both twins doing real work against them.

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { prepare, root } from "./prepare.mjs";

prepare();
await import(pathToFileURL(join(root, "tour", "dist", "main.js")).href);

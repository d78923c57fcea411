import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

/** The site's sources: docs/. */
export const docs = dirname(dirname(fileURLToPath(import.meta.url)));

/** The repository. */
export const root = dirname(docs);

/** What needs a file system; browsers get `noFiles.ts`. */
export { resolve as absolutePath } from "node:path";
export { fileStore } from "./fileStore.ts";
export { makeDirectory } from "./makeDirectory.ts";
export { makePrivateDirectory } from "./privateDirectory.ts";
export { readPrivateFile } from "./readPrivateFile.ts";
export { removeAbandoned } from "./removeAbandoned.ts";

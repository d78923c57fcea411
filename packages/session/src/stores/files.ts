/** What needs a file system; browsers get `noFiles.ts`. */
export { absolutePath } from "./absolutePath.ts";
export { fileStore } from "./fileStore.ts";
export { makeDirectory } from "./makeDirectory.ts";
export { makePrivateDirectory } from "./privateDirectory.ts";
export { readPrivateFile } from "./readPrivateFile.ts";
export { removeAbandoned } from "./removeAbandoned.ts";
export { replaceFile } from "./replaceFile.ts";

// The whole site, offline: the reference from the sources, then the pages, to docs/.vitepress/dist.
import { build } from "vitepress";
import { docs } from "./places.mjs";
import { writeReference } from "./reference.mjs";

const names = await writeReference();
console.log(`The reference covers ${names} exported names.`);
await build(docs);

/** The cases, in the order in which they run. Each is a file beside this one. */
export const names = [
  "getFifty",
  "getOne",
  "layers",
  "list",
  "post",
  "upload",
  "blockingGet",
  "blockingLarge",
  "blockingBatch",
  "images",
  "largeFiles",
  "pages",
  "refresh",
  "scale",
  "start",
  "sizes",
  "types",
];

/** A case by its name. */
export async function loadCase(name) {
  const { default: definition } = await import(`./${name}.mjs`);
  return { name, ...definition };
}

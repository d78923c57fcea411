const HINT =
  "This is Node, with the build for browsers: let the bundler set the condition `node` " +
  '(Rollup: nodeResolve({ exportConditions: ["node"] })), or leave the packages @latchkey/* out (external).';

/** What to do where a bundler put the build for browsers into a program for Node; `undefined` where all is well. */
export function wrongBuildHint(): string | undefined {
  // Workers of other platforms call themselves Node too, and have no cookies of their own either: nothing to be done there.
  const isNode = typeof globalThis.process?.versions?.node === "string";
  return isNode && !("document" in globalThis) && !("WorkerGlobalScope" in globalThis) ? HINT : undefined;
}

/**
 * Compiled code with `import()` as it was written. The compiler has a function rewrite what is imported, in case that ends
 * in .ts, which none of ours does: minifiers inline it and make two arguments of one, and bundlers warn of its `this`.
 */
export function plainImports(code) {
  return code
    .replace(/^var __rewriteRelativeImportExtension = [\s\S]*?^\};\n/m, "")
    .replace(/\bimport\(__rewriteRelativeImportExtension\(([^()]*)\)\)/g, "import($1)");
}

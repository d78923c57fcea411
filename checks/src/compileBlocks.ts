import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CodeBlock } from "./codeBlocks.ts";
import { root } from "./packaging/packPackages.ts";
import { type Ended, runNode } from "./runNode.ts";

/**
 * Compiles programs into a folder from which the packages can be imported: block 3 becomes `out/block3.js`. Returns what
 * the compiler said.
 */
export async function compileBlocks(
  folder: string,
  blocks: readonly CodeBlock[],
  rewrite: (code: string) => string = (code) => code,
): Promise<Ended> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  blocks.forEach((block, index) => {
    writeFileSync(join(folder, `block${index}.${block.language}`), rewrite(block.code));
  });
  const compilerOptions = {
    composite: false,
    sourceMap: false,
    declaration: false,
    outDir: "out",
    rootDir: ".",
    noUnusedLocals: false,
    allowJs: true,
  };
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ extends: join(root, "tsconfig.base.json"), compilerOptions, include: ["*.ts", "*.js"] }),
  );
  return runNode([join(root, "node_modules", "typescript", "bin", "tsc"), "-p", folder], { cwd: folder });
}

import { build } from "rolldown";

/** Code for a browser, and what went into it. */
export interface Bundle {
  readonly code: string;
  /** Paths of the modules in it. */
  readonly modules: readonly string[];
  /** Names that are still imported when it runs. */
  readonly imports: readonly string[];
}

/** Bundles a module as applications are bundled for browsers: what is not used is left out, names are shortened. */
export async function bundleForBrowser(entry: string): Promise<Bundle> {
  const { output } = await build({
    input: entry,
    platform: "browser",
    write: false,
    logLevel: "silent",
    output: { format: "esm", minify: true, codeSplitting: false },
  });
  const [{ code, moduleIds, imports, dynamicImports }] = output;
  return { code, modules: moduleIds, imports: [...imports, ...dynamicImports] };
}

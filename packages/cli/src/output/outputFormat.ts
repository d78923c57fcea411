/** How data is written. */
export type OutputFormat = "table" | "json" | "ndjson";

/** The format that the options ask for. `--ndjson` wins where both are given: it is the narrower wish. */
export function formatOf({ json, ndjson }: { readonly json?: boolean; readonly ndjson?: boolean }): OutputFormat {
  if (ndjson === true) return "ndjson";
  return json === true ? "json" : "table";
}

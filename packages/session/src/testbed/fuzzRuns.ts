const runs = Number(process.env["LATCHKEY_FUZZ_RUNS"] ?? 1000);

/** How many cases each property is tried with: LATCHKEY_FUZZ_RUNS, or 1,000. */
export const FUZZ: { readonly numRuns: number } = { numRuns: runs };

/** ms after which such a test has hung: far more than it needs, so that no slow machine fails it. */
export const FUZZ_TIMEOUT: number = 60_000 + runs * 50;

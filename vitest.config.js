import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// Tests are compiled with the sources and run as JavaScript: what is tested is what is published.
export default defineConfig({
  test: {
    include: [
      "packages/*/dist/**/*.test.js",
      "tour/dist/**/*.test.js",
      "checks/dist/**/*.test.js",
      "trust/dist/**/*.test.js",
    ],
    exclude: ["**/node_modules/**"],
    server: { deps: { external: [/\/dist\//] } },
    // Many tests wait for processes of their own: one worker on two cores would leave one of them idle.
    maxWorkers: Math.max(2, availableParallelism()),
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});

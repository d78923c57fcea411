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
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});

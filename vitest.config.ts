import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    reporters: ["default", "./tools/count-reporter.ts"],
    // Two cores, an embedded database and real peers: one slow start must not fail a test.
    testTimeout: 180_000,
    hookTimeout: 400_000,
    maxWorkers: 2,
    unstubEnvs: true,
  },
});

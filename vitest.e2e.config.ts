import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/e2e/**/*.e2e.ts"],
    reporters: ["default", "./tools/count-reporter.ts"],
    globalSetup: ["test/e2e/build-console.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // One browser after the other: two at once are slower on two cores.
    fileParallelism: false,
    isolate: false,
  },
});

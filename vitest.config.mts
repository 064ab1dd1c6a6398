import { defineConfig } from 'vitest/config';

/** Suites that start real processes run one file at a time: two cores are easily starved, and then everything is slow. */
const real = { fileParallelism: false, testTimeout: 120_000, hookTimeout: 240_000 };

export default defineConfig({
  test: {
    reporters: ['default'],
    globalSetup: ['test/support/compileKernel.ts'],
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'] } },
      { test: { name: 'server', include: ['test/server/**/*.test.ts'], ...real } },
      { test: { name: 'opencode', include: ['test/opencode/**/*.test.ts'], ...real } },
      { test: { name: 'host', include: ['test/host/**/*.test.ts'], ...real } },
      { test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], ...real } },
    ],
  },
});

import { defineConfig } from 'vitest/config';

/** Suites that start real processes run one file at a time: two cores are easily starved, and then everything is slow. */
const real = { fileParallelism: false, testTimeout: 120_000, hookTimeout: 240_000 };

/** What `npm test` tries again by itself when it fails is said in `tools/testing/stages.mjs`; these never are. */
const tags = [
  {
    name: 'no-second-run',
    description: 'counts what is lost, doubled, leaked or foreign, owners, claims or permissions',
  },
];

export default defineConfig({
  test: {
    reporters: ['default'],
    globalSetup: ['dev/bundles/compileKernel.ts'],
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'] } },
      { test: { name: 'contract', include: ['test/contract/**/*.test.ts'], ...real } },
      { test: { name: 'server', include: ['test/server/**/*.test.ts'], ...real } },
      { test: { name: 'opencode', include: ['test/opencode/**/*.test.ts'], tags, ...real } },
      { test: { name: 'host', include: ['test/host/**/*.test.ts'], tags, ...real } },
      { test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], tags, ...real } },
    ],
  },
});

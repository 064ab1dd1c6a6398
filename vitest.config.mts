import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

// Servers of tests never read what the person at this machine said to their agents.
process.env['MEMORY_BRIDGE_INGESTION'] ??= 'off';

/** Suites that start real processes run one file at a time: two cores are easily starved, and then everything is slow. */
const real = { fileParallelism: false, testTimeout: 120_000, hookTimeout: 240_000 };

/** What `npm test` tries again by itself when it fails is said in `tools/testing/stages.mjs`; these never are. */
const tags = [
  {
    name: 'no-second-run',
    description: 'counts what is lost, doubled, leaked or foreign, owners, claims or permissions',
  },
];

const server = 'test/server/**/*.test.ts';
/**
 * Files that say how long an owner is missed, who is overtaken or how often something is told, that need a port of
 * everybody, or that measure work: nothing runs beside them that could be the reason of what they see.
 */
const alone = [
  'test/server/core/hostileTexts.test.ts',
  'test/server/recall/embeddingAnnouncements.test.ts',
  'test/server/server/httpFairness.test.ts',
  'test/server/server/ownership{Drain,Election,Ports,Processes,Takeover}.test.ts',
];
/**
 * Files that do their work within their own process. One worker takes many of them, so what they import, the engine of
 * SQLite above all, is compiled once a worker. A worker that starts processes is to be small instead: each one is begun
 * as a copy of it.
 */
const inside = [
  'test/server/{memories,operations,safety}/**/*.test.ts',
  'test/server/store/!(damage|kills|vectorFiles).test.ts',
];

/**
 * The stage `server` runs three files at a time, which keeps two cores busy, then those that have to be alone
 * (`--project=server-*`). Whoever asks for `--project server`, mostly with the name of a file, gets that file, whichever
 * part it belongs to.
 */
function serverProjects(args: readonly string[]): TestProjectInlineConfiguration[] {
  const isWhole = args.some(
    (arg, index) => arg === '--project=server' || (arg === 'server' && args[index - 1] === '--project'),
  );
  if (isWhole) return [{ test: { name: 'server', include: [server], ...real } }];
  const paired = { ...real, fileParallelism: true, maxWorkers: 3, sequence: { groupOrder: 1 } };
  return [
    { test: { name: 'server-paired', include: [server], exclude: [...alone, ...inside], ...paired } },
    { test: { name: 'server-inside', include: inside, isolate: false, ...paired } },
    { test: { name: 'server-alone', include: alone, ...real, sequence: { groupOrder: 2 } } },
  ];
}

export default defineConfig({
  test: {
    reporters: ['default'],
    globalSetup: ['dev/bundles/compileKernel.ts'],
    projects: [
      // A loaded machine is no failure: the limit is for what hangs.
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 60_000 } },
      { test: { name: 'contract', include: ['test/contract/**/*.test.ts'], ...real } },
      ...serverProjects(process.argv),
      { test: { name: 'opencode', include: ['test/opencode/**/*.test.ts'], tags, ...real } },
      { test: { name: 'host', include: ['test/host/**/*.test.ts'], tags, ...real } },
      { test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], tags, ...real } },
    ],
  },
});

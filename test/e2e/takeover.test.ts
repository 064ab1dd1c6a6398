import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitUntilConnected } from '../../dev/editor/editorReloads.ts';
import { MemoryEditor } from '../../dev/editor/memoryEditor.ts';
import { readyOwner } from '../../dev/server/ownership/contenders.ts';
import { percentile } from '../../dev/server/ownership/election.ts';
import { OpenDatabases } from '../../dev/server/ownership/openDatabases.ts';
import { findOverlaps, readHolds } from '../../dev/server/ownership/ownerTimeline.ts';
import { Shim } from '../../dev/server/ownership/shim.ts';
import { judgeWrites } from '../../dev/server/ownership/takeover.ts';
import { isAlive } from '../../dev/processes/processTable.ts';
import { until } from '../../dev/processes/until.ts';

/** `npm run soak -- windows` has the full count. */
const kills = Number(process.env['MEMORY_BRIDGE_TAKEOVERS'] ?? 5);
const cli = path.resolve(import.meta.dirname, '../../dist/cli.js');

describe('two editor windows and a stdio shim on one data directory', { tags: ['no-second-run'] }, () => {
  let memory: MemoryEditor;

  beforeAll(async () => {
    memory = await MemoryEditor.start('windows');
    await memory.temp.write('other/README.md', '# Other\n');
  });
  afterAll(() => memory.stop());

  it(
    `lose nothing and do nothing twice while their owner is killed ${kills} times under writes`,
    { timeout: 120_000 + kills * 15_000 },
    async () => {
      const { home, editor } = memory;
      const windows = await Promise.all(
        ['app', 'other'].map((folder) => editor.openWindow({ folder: memory.temp.join(folder) })),
      );
      for (const window of windows) await waitUntilConnected(window);
      const witness = new OpenDatabases(home);
      const killed = new Map<number, number>();
      const takeovers: number[] = [];
      const acked: string[] = [];
      const stop = new AbortController();

      const writeAsAgent = async () => {
        for (let number = 1; !stop.signal.aborted; number++) {
          const content = `agent writes number ${number}`;
          await memory.remember('fact', content, { scope: 'global' });
          acked.push(content);
        }
      };
      let shims = 0;
      const startShim = () => {
        const shim = new Shim({ cli }, { home });
        const label = `shim-${++shims}`;
        const writing = shim.initialize().then(() => shim.write(label, stop.signal));
        return { shim, writing: Promise.race([writing, shim.process.exited]) };
      };
      let { shim, writing } = startShim();
      const agent = writeAsAgent();
      const written = () => acked.length + shim.acked.length;

      try {
        let owner = await readyOwner(home);
        for (let kill = 1; kill <= kills; kill++) {
          // Each owner gets to write something, and dies at a random moment of it.
          const before = written();
          await until(() => written() >= before + 4, { timeoutMs: 30_000, what: 'writes to go on' });
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 400));
          const { pid } = owner;
          killed.set(pid, Date.now());
          process.kill(pid, 'SIGKILL');
          await until(() => !isAlive(pid), { intervalMs: 1, what: 'the owner to end' });
          const dead = performance.now();
          owner = await readyOwner(home, pid);
          takeovers.push(performance.now() - dead);
          if (pid !== shim.process.pid) continue;
          acked.push(...shim.acked);
          await writing;
          ({ shim, writing } = startShim());
        }
      } finally {
        stop.abort();
        await Promise.all([writing, agent]);
        await shim.close();
        await Promise.all(windows.map((window) => window.close()));
      }
      acked.push(...shim.acked);
      memory.agent.dispose();
      await until(() => editor.childServers().length === 0 && witness.holders().length === 0, {
        what: 'every server to end',
        timeoutMs: 30_000,
      });
      witness.stop();

      const figures = {
        kills,
        acknowledged: acked.length,
        takeoverP50Ms: Math.round(percentile(takeovers, 0.5)),
        takeoverP95Ms: Math.round(percentile(takeovers, 0.95)),
      };
      const report = process.env['MEMORY_BRIDGE_FIGURES'];
      if (report) await writeFile(report, JSON.stringify(figures));
      expect(witness.mostHolders).toBe(1);
      expect([...witness.violations, ...findOverlaps(readHolds(home, killed))]).toEqual([]);
      expect(await judgeWrites(home, acked)).toEqual({ lost: [], appliedTwice: [], integrity: 'ok' });
      expect(takeovers).toHaveLength(kills);
    },
  );
});

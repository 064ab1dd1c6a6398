import { tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { BenchServer, type Call } from '../benchServer.ts';
import type { Figure, Suite } from '../figure.ts';
import { copySampleStore } from '../sampleStore.ts';
import { percentile } from '../statistics.ts';

const starts = 3;
const sizes = [10_000, 100_000] as const;

/**
 * How long the next server takes after one that was killed, and what those wait who ask it while it looks through the
 * database.
 */
export const killedSuite: Suite = {
  name: 'killed',
  async run({ root, log }) {
    const figures: Figure[] = [];
    for (const size of sizes) {
      await using temp = await tempDirectory('bench-killed');
      const home = temp.join('home');
      await copySampleStore(root, size, home, log);
      const ready: number[] = [];
      for (let start = 0; start < starts; start += 1) {
        const server = await BenchServer.start(root, home);
        if (start > 0) ready.push(server.readyMs);
        await remember(server.client(), start);
        await server.kill();
      }
      await using server = await BenchServer.start(root, home);
      ready.push(server.readyMs);
      const { seconds, waits } = await untilChecked(server.client());
      log(`killed: ${size} memories, checked in ${seconds.toFixed(1)} s, ${waits.length} writes meanwhile`);
      const label = `${size / 1000}k memories`;
      figures.push(
        { name: `server ready after a kill at ${label}, p50`, value: percentile(ready, 0.5), unit: 'ms' },
        { name: `checked after that at ${label}`, value: seconds * 1000, unit: 'ms' },
        { name: `write meanwhile at ${label}, p95`, value: percentile(waits, 0.95), unit: 'ms' },
      );
    }
    return figures;
  },
};

const remember = (call: Call, number: number) =>
  call('remember', {
    content: `Number ${number} was kept before the server was killed.`,
    category: 'fact',
  });

/** Writes one memory after the other until the database is looked through. */
async function untilChecked(call: Call): Promise<{ seconds: number; waits: number[] }> {
  const started = performance.now();
  const waits: number[] = [];
  for (;;) {
    const before = performance.now();
    await remember(call, 1_000 + waits.length);
    waits.push(performance.now() - before);
    const { result } = (await call('memory_status', {})) as { result: { inspection?: object } };
    if (result.inspection === undefined) return { seconds: (performance.now() - started) / 1000, waits };
  }
}

import { stat } from 'node:fs/promises';
import { builtPackage } from '../../../dev/package/builtPackage.ts';
import { tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { activationFigures } from '../activation.ts';
import { BenchServer } from '../benchServer.ts';
import { commonQueries, sampleMemories, sampleQueries } from '../corpus.ts';
import type { Figure, Suite } from '../figure.ts';
import { percentile, timeEach } from '../statistics.ts';

const memories = 10_000;
const measuredWrites = 500;
const measuredQueries = 500;
const megabyte = 1024 * 1024;

/** Writes and questions against `serve`, as a client over loopback sees them. */
async function serverFigures(root: string, log: (line: string) => void): Promise<Figure[]> {
  await using temp = await tempDirectory('bench');
  await using server = await BenchServer.start(root, await temp.makeDirectory('home'));
  const call = server.client();
  const samples = sampleMemories(memories + measuredWrites);
  log(`smoke: writing ${memories} memories`);
  for (const sample of samples.slice(0, memories)) await call('remember', sample);
  const remember = await timeEach(measuredWrites, (index) => call('remember', samples[memories + index]));
  const queries = sampleQueries(measuredQueries);
  await timeEach(50, (index) => call('recall', { query: queries[index] }));
  const recall = await timeEach(measuredQueries, (index) => call('recall', { query: queries[index] }));
  const common = commonQueries(100);
  const hard = await timeEach(common.length, (index) => call('recall', { query: common[index] }));
  return [
    { name: 'remember at 10k memories, p50', value: percentile(remember, 0.5), unit: 'ms', budget: 3 },
    { name: 'remember at 10k memories, p95', value: percentile(remember, 0.95), unit: 'ms' },
    { name: 'recall over HTTP at 10k memories, p50', value: percentile(recall, 0.5), unit: 'ms', budget: 5 },
    {
      name: 'recall over HTTP at 10k memories, p95',
      value: percentile(recall, 0.95),
      unit: 'ms',
      budget: 15,
    },
    { name: 'recall of six common words, p50', value: percentile(hard, 0.5), unit: 'ms' },
    { name: 'server RSS at 10k memories', value: await server.residentMegabytes(), unit: 'MB', budget: 160 },
  ];
}

export const smokeSuite: Suite = {
  name: 'smoke',
  async run({ root, log }) {
    const vsix = builtPackage();
    const { size } = await stat(vsix);
    return [
      ...(await serverFigures(root, log)),
      { name: 'VSIX', value: size / megabyte, unit: 'MB', budget: 12 },
      ...(await activationFigures(vsix, log)),
    ];
  },
};

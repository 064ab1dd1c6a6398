import path from 'node:path';
import { runProcess } from '../../../dev/processes/processes.ts';
import { tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { activationFigures } from '../activation.ts';
import { BenchServer } from '../benchServer.ts';
import { builtPackage } from '../../../dev/package/builtPackage.ts';
import type { Figure, Suite, SuiteContext } from '../figure.ts';
import { copySampleStore } from '../sampleStore.ts';
import { percentile, timeEach } from '../statistics.ts';

const starts = 5;
const size = 10_000;

/** How long one waits at the beginning: for the server, for the first answer, for the command line, for the extension. */
export const startupSuite: Suite = {
  name: 'startup',
  async run(context) {
    return [...(await serverStarts(context)), ...(await activationFigures(builtPackage(), context.log))];
  },
};

async function serverStarts({ root, log }: SuiteContext): Promise<Figure[]> {
  log(`startup: starting the server ${starts} times`);
  await using temp = await tempDirectory('bench-startup');
  const home = temp.join('home');
  await copySampleStore(root, size, home, log);
  const ready: number[] = [];
  const first: number[] = [];
  for (let start = 0; start < starts; start++) {
    await using server = await BenchServer.start(root, home);
    ready.push(server.readyMs);
    const call = server.client();
    first.push(...(await timeEach(1, () => call('recall', { query: 'the first question' }))));
  }
  const command = await timeEach(starts, async () => {
    const { code, stderr } = await runProcess(process.execPath, [
      path.join(root, 'dist/cli.js'),
      '--version',
    ]);
    if (code !== 0) throw new Error(`memory-bridge --version failed: ${stderr}`);
  });
  return [
    { name: 'server ready at 10k memories, p50', value: percentile(ready, 0.5), unit: 'ms' },
    { name: 'first recall after that, p50', value: percentile(first, 0.5), unit: 'ms' },
    { name: 'command line, --version, p50', value: percentile(command, 0.5), unit: 'ms' },
  ];
}

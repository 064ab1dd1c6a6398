import { readFile, stat } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { EditorRunner } from '../../../test/support/editor/editorRunner.ts';
import { freePort, startProcess, stopAllProcesses } from '../../../test/support/processes.ts';
import { tempDirectory } from '../../../test/support/tempDirectory.ts';
import type { Figure, Suite } from '../figure.ts';
import { commonQueries, sampleMemories, sampleQueries } from '../corpus.ts';
import { percentile, timeEach } from '../statistics.ts';

const memories = 10_000;
const measuredWrites = 500;
const measuredQueries = 500;
const activations = 5;
const megabyte = 1024 * 1024;

/** Posts to one operation over a kept-alive connection; a 429 is waited out, as any client does. */
function operationCaller(port: number, token: string): (name: string, input: unknown) => Promise<unknown> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const send = (name: string, body: string): Promise<{ status: number; text: string; retryAfter: number }> =>
    new Promise((resolve, reject) => {
      const request = http.request(
        {
          agent,
          host: '127.0.0.1',
          port,
          path: `/api/${name}`,
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => (text += chunk));
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              text,
              retryAfter: Number(response.headers['retry-after'] ?? 1),
            }),
          );
        },
      );
      request.on('error', reject);
      request.end(body);
    });
  return async (name, input) => {
    const body = JSON.stringify(input);
    for (;;) {
      const { status, text, retryAfter } = await send(name, body);
      if (status === 200) return JSON.parse(text);
      if (status !== 429) throw new Error(`${name} answered ${status}: ${text}`);
      await new Promise((resolve) => setTimeout(resolve, retryAfter * 1000));
    }
  };
}

async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) * 1024;
}

/** Writes and questions against `serve`, as a client over loopback sees them. */
async function serverFigures(root: string, log: (line: string) => void): Promise<Figure[]> {
  await using temp = await tempDirectory('bench');
  const home = await temp.makeDirectory('home');
  const port = await freePort();
  const server = startProcess(process.execPath, [
    path.join(root, 'dist/cli.js'),
    '--home',
    home,
    '--port',
    `${port}`,
    'serve',
  ]);
  try {
    await server.waitForOutput(/127\.0\.0\.1:\d+/, 20_000);
    const token = (await readFile(path.join(home, 'token'), 'utf8')).trim();
    const call = operationCaller(port, token);
    const samples = sampleMemories(memories + measuredWrites);
    log(`smoke: writing ${memories} memories`);
    for (const sample of samples.slice(0, memories)) await call('remember', sample);
    const remember = await timeEach(measuredWrites, (index) => call('remember', samples[memories + index]));
    const queries = sampleQueries(measuredQueries);
    await timeEach(50, (index) => call('recall', { query: queries[index] }));
    const recall = await timeEach(measuredQueries, (index) => call('recall', { query: queries[index] }));
    const common = commonQueries(100);
    const hard = await timeEach(common.length, (index) => call('recall', { query: common[index] }));
    const resident = await residentBytes(server.pid);
    return [
      { name: 'remember at 10k memories, p50', value: percentile(remember, 0.5), unit: 'ms', budget: 3 },
      { name: 'remember at 10k memories, p95', value: percentile(remember, 0.95), unit: 'ms' },
      {
        name: 'recall over HTTP at 10k memories, p50',
        value: percentile(recall, 0.5),
        unit: 'ms',
        budget: 5,
      },
      {
        name: 'recall over HTTP at 10k memories, p95',
        value: percentile(recall, 0.95),
        unit: 'ms',
        budget: 15,
      },
      { name: 'recall of six common words, p50', value: percentile(hard, 0.5), unit: 'ms' },
      { name: 'server RSS at 10k memories', value: resident / megabyte, unit: 'MB', budget: 160 },
    ];
  } finally {
    await stopAllProcesses();
  }
}

/** What `activate()` takes inside the real editor, over several fresh windows. */
async function activationFigures(vsix: string, log: (line: string) => void): Promise<Figure[]> {
  log(`smoke: activating in ${activations} windows`);
  await using temp = await tempDirectory('bench-editor');
  const editor = await EditorRunner.start({
    home: await temp.makeDirectory('home'),
    folder: await temp.makeDirectory('folder'),
    vsix,
    env: { MEMORY_BRIDGE_PORT: `${await freePort()}` },
  });
  try {
    const samples: number[] = [];
    for (let round = 0; round < activations; round++) {
      const window = await editor.openWindow();
      samples.push(
        await window.evaluate(async (vscode) => {
          const extension = vscode.extensions.all.find(
            (each) => each.packageJSON.name === 'opencode-memory-bridge',
          );
          if (!extension) throw new Error('The extension is not installed.');
          const api = (await extension.activate()) as { activationMilliseconds: number };
          return api.activationMilliseconds;
        }),
      );
      await window.close();
    }
    return [{ name: 'activate(), p50', value: percentile(samples, 0.5), unit: 'ms', budget: 60 }];
  } finally {
    await editor.stop();
  }
}

export const smokeSuite: Suite = {
  name: 'smoke',
  async run({ root, log }) {
    const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
      version: string;
    };
    const vsix = path.join(root, 'dist', `opencode-memory-bridge-${version}.vsix`);
    const { size } = await stat(vsix).catch(() => {
      throw new Error('Run `npm run package` first: the benchmark measures what ships.');
    });
    return [
      ...(await serverFigures(root, log)),
      { name: 'VSIX', value: size / megabyte, unit: 'MB', budget: 3 },
      ...(await activationFigures(vsix, log)),
    ];
  },
};

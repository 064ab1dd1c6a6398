import { readFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCli, startCli } from '../../../dev/bundles/cliBundle.ts';
import { freePort, stopAllProcesses } from '../../../dev/processes/processes.ts';
import { tempDirectory, type TempDirectory } from '../../../dev/files/tempDirectory.ts';
import { until } from '../../../dev/processes/until.ts';

/** Calls of the flood that are under way at any time. */
const atOnce = 40;
/** So many answers of the flood at most may come between a question of somebody else and its answer, half of the time. */
const overtaken = 8;

interface Sender {
  readonly agent: http.Agent;
  readonly headers: Record<string, string>;
  readonly isMcp?: boolean;
}

const kept = (connections: number): http.Agent =>
  new http.Agent({ keepAlive: true, maxSockets: connections, maxFreeSockets: connections });
const fresh = (): http.Agent => new http.Agent({ keepAlive: false });
const named = (actor: string, session?: string): Record<string, string> => ({
  'x-memory-actor': actor,
  ...(session === undefined ? {} : { 'x-memory-session': session }),
});

describe('while somebody floods a whole server', () => {
  let temp: TempDirectory;
  let port: number;
  let token: string;
  /** Grows, so that every name made with it is new. */
  let count = 0;

  beforeAll(async () => {
    temp = await tempDirectory('fairness');
    const bundle = await buildCli(temp.join('dist'));
    const home = await temp.makeDirectory('home');
    port = await freePort();
    await startCli(bundle, ['serve'], { home, port }).waitForOutput(/Serving memory/);
    token = (await readFile(path.join(home, 'token'), 'utf8')).trim();
    const seeder = { agent: kept(1), headers: named('cli/seed') };
    for (let at = 0; at < 50; at += 1)
      await call(seeder, 'remember', {
        content: `Queue ${at} is drained first`,
        category: 'fact',
        scope: 'global',
      });
  });
  afterAll(async () => {
    await stopAllProcesses();
    await temp.dispose();
  });

  function call({ agent, headers, isMcp }: Sender, name: string, input: object): Promise<number> {
    const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: input } };
    return new Promise((resolve, reject) => {
      const request = http.request(
        {
          agent,
          host: '127.0.0.1',
          port,
          method: 'POST',
          path: isMcp ? '/mcp' : `/api/${name}`,
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/json',
            accept: 'application/json, text/event-stream',
            ...headers,
          },
          timeout: 60_000,
        },
        (response) => response.resume().once('end', () => resolve(response.statusCode ?? 0)),
      );
      request.on('error', reject).on('timeout', () => request.destroy(new Error('No answer in time')));
      request.end(JSON.stringify(isMcp ? message : input));
    });
  }

  /** Median of how many answers the flood gets between a question and its answer. */
  async function overtakenBy(flood: () => Sender, questions: number, ask: () => Sender): Promise<number> {
    let answers = 0;
    const over = new AbortController();
    const statuses = new Set<number>();
    const workers = Array.from({ length: atOnce }, async () => {
      while (!over.signal.aborted) {
        // Dear enough that the server is what everybody waits for, and not this process.
        const content = `Queue ${++count} is drained before !${count}, as group/app#${count} has it. `.repeat(
          8,
        );
        statuses.add(await call(flood(), 'remember', { content, category: 'fact', scope: 'global' }));
        answers += 1;
      }
    });
    const samples: number[] = [];
    await until(() => answers >= atOnce, { intervalMs: 5 });
    let before = 0;
    // Who starves would do so for as long as the flood lasts.
    const watch = setInterval(() => answers - before > 4 * atOnce && over.abort(), 20);
    while (samples.length < questions && !over.signal.aborted) {
      before = answers;
      statuses.add(await call(ask(), 'recall', { query: 'which queue is drained' }));
      samples.push(answers - before);
    }
    clearInterval(watch);
    over.abort();
    await Promise.all(workers);
    expect([...statuses]).toEqual([200]);
    return samples.toSorted((a, b) => a - b)[Math.floor(samples.length / 2)] ?? Infinity;
  }

  const connections = kept(atOnce);
  it.each<[string, () => Sender]>([
    ['with a new name each time', () => ({ agent: connections, headers: named(`agent/new-${count}`) })],
    [
      'with a new name and a new connection each time',
      () => ({ agent: fresh(), headers: named(`agent/new-${count}`) }),
    ],
    [
      'with a new kind of program each time',
      () => ({ agent: connections, headers: { 'user-agent': `program-${count}/1.0` } }),
    ],
    [
      'with thirty names in turns',
      () => ({ agent: connections, headers: named(`agent/pool-${count % 30}`) }),
    ],
    [
      'with thirty names in turns and a new connection each time',
      () => ({ agent: fresh(), headers: named(`agent/pool-${count % 30}`) }),
    ],
    ['with a new session each time', () => ({ agent: connections, headers: named('agent/x', `s-${count}`) })],
    [
      'with a new name each time, as agents do over MCP',
      () => ({ agent: connections, headers: named(`agent/new-${count}`), isMcp: true }),
    ],
    ['without a name', () => ({ agent: connections, headers: {} })],
  ])('%s, another client is answered in its turn', async (_name, flood) => {
    const quiet = { agent: kept(1), headers: named('editor/vscode') };
    for (let at = 0; at < 2; at += 1) await call(quiet, 'recall', { query: 'queue' });
    expect(await overtakenBy(flood, 9, () => quiet)).toBeLessThanOrEqual(overtaken);
  });

  it('so is another session of the same client', async () => {
    const quiet = { agent: kept(1), headers: named('agent/opencode', 'work') };
    for (let at = 0; at < 3; at += 1) await call(quiet, 'recall', { query: 'queue' });
    const flood = () => ({ agent: connections, headers: named('agent/opencode', `s-${count}`) });
    expect(await overtakenBy(flood, 9, () => quiet)).toBeLessThanOrEqual(overtaken);
  });

  it('so is a command that connects anew each time, under a name that was there before', async () => {
    const command = () => ({ agent: fresh(), headers: named('cli/terminal') });
    for (let at = 0; at < 2; at += 1) await call(command(), 'recall', { query: 'queue' });
    const flood = () => ({ agent: fresh(), headers: named(`agent/new-${count}`) });
    expect(await overtakenBy(flood, 9, command)).toBeLessThanOrEqual(overtaken);
  });

  it('who is as new as the flood waits as long as the flood does', async () => {
    const flood = () => ({ agent: fresh(), headers: named(`agent/new-${count}`) });
    const stranger = () => ({ agent: fresh(), headers: named(`agent/other-${count}`) });
    expect(await overtakenBy(flood, 3, stranger)).toBeGreaterThan(atOnce / 2);
  });

  it('refuses what is more than anybody may have under way, and serves the others', async () => {
    const quiet = { agent: kept(1), headers: named('editor/vscode') };
    for (let at = 0; at < 2; at += 1) await call(quiet, 'recall', { query: 'queue' });
    const loud = { agent: kept(300), headers: named('agent/loud') };
    const many = Array.from({ length: 300 }, () => call(loud, 'recall', { query: 'queue' }));
    const answer = await call(quiet, 'recall', { query: 'queue' });
    const statuses = await Promise.all(many);
    expect(answer).toBe(200);
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
    expect(await call(loud, 'recall', { query: 'queue' })).toBe(200);
  });
});

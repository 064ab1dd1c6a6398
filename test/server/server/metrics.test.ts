import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MemoryBridgeError } from '../../../src/core/errors.ts';
import { DataDirectory } from '../../../src/home/dataDirectory.ts';
import { Census, type CensusParts } from '../../../src/server/census.ts';
import { compose } from '../../../src/server/compose.ts';
import { Metrics } from '../../../src/server/http/metrics.ts';
import { MemoryServer } from '../../../src/server/memoryServer.ts';
import { openServerLog } from '../../../src/server/serverLog.ts';
import { freePort } from '../../../dev/processes/processes.ts';
import { until } from '../../../dev/processes/until.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { type Exposition, readExposition } from '../../../dev/server/exposition.ts';

describe('the metrics of a server', () => {
  let temp: TempDirectory;
  let server: MemoryServer;
  let token: string;
  let ahead = 0;
  const clock = { now: () => Date.now() + ahead, monotonic: () => performance.now() + ahead };

  beforeAll(async () => {
    temp = await tempDirectory('metrics');
    const directory = new DataDirectory(temp.join('home')).prepare();
    const port = await freePort();
    const logger = openServerLog(directory);
    const result = await MemoryServer.acquire({ directory, port, hostKind: 'serve', clock, logger, compose });
    if (result.outcome !== 'owner') throw new Error(`It is ${result.outcome}.`);
    server = result.server;
    token = readFileSync(directory.tokenFile, 'utf8').trim();
  });
  afterAll(async () => {
    await server.drain('The test is over.');
    await temp.dispose();
  });
  // What was counted is good for seconds.
  afterEach(() => void (ahead += 10_000));

  const request = (path: string, init: RequestInit = {}) =>
    fetch(`http://127.0.0.1:${server.facts.port}${path}`, {
      ...init,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'x-memory-actor': 'user/test',
      },
      signal: AbortSignal.timeout(10_000),
    });
  const call = (name: string, input: object) =>
    request(`/api/${name}`, { method: 'POST', body: JSON.stringify(input) });
  /** Of what is remembered already. */
  const idOf = async (content: string) => {
    const reply = await (await call('remember', { content, category: 'fact' })).json();
    return (reply as { result: { memory: { id: string } } }).result.memory.id;
  };
  const scrape = async (): Promise<Exposition> => {
    ahead += 10_000;
    return readExposition(await (await request('/metrics')).text());
  };

  it('move with what is remembered, asked, refused and done', async () => {
    const before = await scrape();
    const facts = ['The queue is drained on Mondays', 'Porto has six bridges', 'Trains run on rails'];
    for (const content of facts)
      expect((await call('remember', { content, category: 'fact' })).ok).toBe(true);
    await call('remember', { content: 'Use one queue for all jobs', category: 'decision' });
    for (let count = 0; count < 3; count += 1) await call('recall', { query: 'which queue' });
    expect((await call('archive_memory', { memory_id: 'ffffffffff' })).status).toBe(404);
    expect((await call('remember', { category: 'fact' })).status).toBe(400);
    expect((await call('backup', {})).ok).toBe(true);
    await until(async () => (await scrape()).value('memory_bridge_jobs{kind="backup",state="done"}') === 1);
    const after = await scrape();
    const moved = (sample: string): number => (after.value(sample) ?? NaN) - (before.value(sample) ?? 0);

    expect(moved('memory_bridge_memories{category="fact",status="active"}')).toBe(3);
    expect(moved('memory_bridge_memories{category="decision",status="active"}')).toBe(1);
    expect(moved('memory_bridge_operation_seconds_count{operation="recall"}')).toBe(3);
    expect(moved('memory_bridge_operations_total{operation="recall",outcome="ok"}')).toBe(3);
    expect(moved('memory_bridge_errors_total{code="not_found"}')).toBe(1);
    expect(moved('memory_bridge_errors_total{code="invalid_input"}')).toBe(1);
    expect(moved('memory_bridge_refused_requests_total{status="404"}')).toBe(1);
    expect(moved('memory_bridge_events_total{kind="memories"}')).toBe(4);
    expect(moved('memory_bridge_events_total{kind="jobs"}')).toBeGreaterThanOrEqual(1);
    expect(moved('memory_bridge_backups{state="usable"}')).toBe(1);
    expect(after.value('memory_bridge_backups{state="damaged"}')).toBe(0);
    expect(before.value('memory_bridge_backup_newest_timestamp_seconds')).toBe(0);
    expect(moved('memory_bridge_backup_newest_timestamp_seconds')).toBeGreaterThan(1_700_000_000);
    expect(after.value('memory_bridge_embedding_pending')).toBe(0);
    expect(after.value('memory_bridge_embedding_lag_seconds')).toBe(0);
    expect(after.value('memory_bridge_database_bytes')).toBeGreaterThan(4096);
    expect(after.value('memory_bridge_log_bytes')).toBeGreaterThan(0);
    expect(after.value('memory_bridge_event_streams')).toBe(0);
    expect(after.names.filter((name) => name.startsWith('memory_bridge_build_info'))).toHaveLength(1);

    const [first = '', ...others] = facts;
    await call('archive_memory', { memory_id: await idOf(first) });
    const later = await scrape();
    expect(later.value('memory_bridge_memories{category="fact",status="active"}')).toBe(2);
    expect(later.value('memory_bridge_memories{category="fact",status="archived"}')).toBe(1);
    for (const content of others) await call('delete_memory', { memory_id: await idOf(content) });
    // Down to zero, and not away: a graph of what is gone would stay where it was.
    expect((await scrape()).value('memory_bridge_memories{category="fact",status="active"}')).toBe(0);
  });

  it('have buckets in which a quick and a slow recall differ', async () => {
    await call('recall', { query: 'bridges' });
    const { names } = await scrape();
    const buckets = names.flatMap(
      (name) =>
        /^memory_bridge_operation_seconds_bucket\{le="([^"]+)",operation="recall"\}/.exec(name)?.[1] ?? [],
    );
    expect(buckets[0]).toBe('0.0005');
    expect(buckets.at(-1)).toBe('+Inf');
    expect(buckets.length).toBeGreaterThan(10);
  });

  it('say nothing of what is remembered', async () => {
    await call('remember', {
      content: 'Zephyrine Quill likes violets',
      category: 'fact',
      tags: ['zephyrtag'],
    });
    await call('recall', { query: 'Zephyrine violets' });
    await call('zephyrine_verb', {});
    expect(JSON.stringify((await scrape()).names)).not.toMatch(/zephyr|violet/i);
  });
});

describe('what is counted', () => {
  let monotonic = 0;
  let counted = 0;
  let failure: Error | undefined;
  const counts = () => ({
    memories: [{ category: 'fact', status: 'active', count: counted }],
    jobs: [],
    lag: { count: 2, since: 1_000 },
  });
  const parts = {
    store: {
      read: async () => {
        counted += 1;
        if (failure) throw failure;
        return counts();
      },
      info: async () => ({ databaseBytes: 8 }),
    },
    embedding: { lag: async () => ({ count: 2, since: 1_000 }) },
    backups: { list: async () => [] },
    logBytes: async () => 5,
    clock: { now: () => 61_000, monotonic: () => monotonic },
  } as unknown as CensusParts;

  it('is counted once for all who ask within seconds', async () => {
    const census = new Census(parts);
    counted = 0;
    await Promise.all(Array.from({ length: 50 }, () => census.take()));
    monotonic += 4_999;
    await census.take();
    expect(counted).toBe(1);
    monotonic += 1;
    await census.take();
    expect(counted).toBe(2);
  });

  it('is left out while it cannot be counted, and there again afterwards', async () => {
    const warnings: string[] = [];
    const metrics = new Metrics({
      eventStreams: () => 0,
      census: new Census(parts),
      logger: { warn: (message) => void warnings.push(message) },
    });
    const has = async (name: string) => readExposition(await metrics.render()).value(name);
    expect(await has('memory_bridge_embedding_lag_seconds')).toBe(60);
    failure = new MemoryBridgeError('corrupt', 'The database is damaged.');
    monotonic += 10_000;
    expect(await has('memory_bridge_embedding_pending')).toBeUndefined();
    expect(await has('memory_bridge_memories{category="fact",status="active"}')).toBeUndefined();
    expect(await has('memory_bridge_resident_bytes')).toBeGreaterThan(0);
    expect(warnings).toHaveLength(3);
    failure = undefined;
    expect(await has('memory_bridge_embedding_pending')).toBe(2);
  });
});

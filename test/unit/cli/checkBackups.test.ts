import { expect, it } from 'vitest';
import type { BackupRecordView } from '../../../src/protocol/backupRecord.ts';
import { judgeBackups } from '../../../src/cli/doctor/checkBackups.ts';

const hour = 3_600_000;
const now = Date.UTC(2026, 4, 1);
const record = (change: Partial<BackupRecordView> = {}): BackupRecordView => ({
  name: 'memory-a-daily.db',
  path: '/home/backups/memory-a-daily.db',
  bytes: 1024,
  madeAt: now - 3 * hour,
  origin: 'daily',
  state: 'verified',
  fault: null,
  memories: 3,
  newestChange: now,
  schemaVersion: 8,
  ...change,
});
const status = (records: BackupRecordView[], more: object = {}) => ({
  backups: {
    count: records.length,
    bytes: records.reduce((sum, { bytes }) => sum + bytes, 0),
    newest: records.find(({ state }) => state === 'verified') ?? null,
    damaged: records.filter(({ state }) => state === 'damaged'),
  },
  config: { backups: { daily: true } },
  databaseBytes: 5_000,
  ...more,
});
const failed = {
  id: 'x',
  kind: 'backup',
  project: null,
  state: 'failed' as const,
  progress: null,
  error: 'There is no space left.',
  result: null,
  createdAt: 1,
  updatedAt: 1,
};
const faulty = record({ state: 'damaged', fault: 'It is damaged.' });

it.each([
  ['none', status([]), 1e9, 'ok', 'none yet'],
  ['none and none wanted', status([], { config: { backups: { daily: false } } }), 1e9, 'ok', 'switched off'],
  ['a good one', status([record()]), 1e9, 'ok', 'one backup, the newest that is verified is 3 h old, 1.0 KB'],
  ['a new one', status([record({ madeAt: now - 60_000 })]), 1e9, 'ok', 'is less than an hour old'],
  ['an old one', status([record({ madeAt: now - 100 * hour })]), 1e9, 'ok', '4 days old'],
  [
    'one that nobody opened',
    status([record({ state: 'unverified' })]),
    1e9,
    'ok',
    'none of them verified yet',
  ],
  ['a damaged one', status([record(), faulty]), 1e9, 'warn', 'It is damaged.'],
  ['one that failed', status([record()], { jobs: [failed] }), 1e9, 'warn', 'no space left'],
  ['no room', status([record()]), 4_999, 'warn', 'another one needs'],
  ['nobody knows what room', status([record()]), undefined, 'ok', '3 h old'],
  ['an earlier server', status([record()], { backups: undefined }), 1e9, 'ok', 'not told'],
] as const)('backups: %s', (_what, told, free, state, found) => {
  const check = judgeBackups(told, free, now);
  expect([check.state, check.found]).toEqual([state, expect.stringContaining(found)]);
  expect(check.advice === undefined).toBe(state === 'ok');
});

import { describe, expect, it, vi } from 'vitest';
import type { OutputOf } from '../../../src/protocol/operation.ts';
import type { JobRecord } from '../../../src/protocol/jobRecord.ts';
import type { memoryStatusOperation } from '../../../src/protocol/operations/system/memoryStatus.ts';
import { JobsSection } from '../../../src/extension/jobs/jobsSection.ts';
import { Contributions, type StatusSection } from '../../../src/extension/shared/contributions.ts';

vi.mock('vscode', () => ({ l10n: { t: (text: string) => text } }));

const job: JobRecord = {
  id: '0190',
  kind: 'reindex',
  project: null,
  state: 'running',
  progress: { done: 42, total: 100 },
  error: null,
  result: null,
  createdAt: 0,
  updatedAt: 0,
};

describe('the jobs in Show Status', () => {
  const rowsOf = (jobs: readonly JobRecord[] | undefined) => {
    const sections = new Contributions<StatusSection>();
    new JobsSection(sections).register();
    return sections.all[0]?.rows({ jobs } as unknown as OutputOf<typeof memoryStatusOperation>);
  };

  it.each<[string, JobRecord, [string, string]]>([
    ['at work', job, ['Search vectors', '42 %']],
    ['that has not counted yet', { ...job, progress: null }, ['Search vectors', 'begun']],
    ['that waits', { ...job, kind: 'backup', state: 'queued' }, ['Backup', 'waiting']],
    [
      'that failed',
      { ...job, kind: 'backup', state: 'failed', error: 'The disk is full.' },
      ['Backup', 'failed: The disk is full.'],
    ],
    ['of a kind that is new', { ...job, kind: 'import', state: 'done' }, ['import', 'done']],
  ])('have a row for one %s', (_what, given, row) => {
    expect(rowsOf([given])).toEqual([row]);
  });

  it('are none where none is, and with a server that knows no jobs', () => {
    expect(rowsOf([])).toEqual([['At work', 'None']]);
    expect(rowsOf(undefined)).toEqual([['At work', 'None']]);
  });
});

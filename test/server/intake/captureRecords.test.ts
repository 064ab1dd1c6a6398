import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GitRepository } from '../../../dev/git/gitRepository.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { CaptureDesk } from '../../../dev/intake/captureDesk.ts';

const other = { name: 'Other Author', email: 'other@example.com' };
const folder = 'docs/decisions';
const first = `${folder}/0001-use-wal.md`;
const second = `${folder}/0002-use-rollback.md`;

let temp: TempDirectory;
let desk: CaptureDesk;
let repository: GitRepository;

beforeEach(async () => {
  temp = await tempDirectory('records');
  repository = await GitRepository.create(temp.join('repo'));
  desk = await CaptureDesk.open(repository);
  await repository.commit('Base', { files: { 'base.txt': '1' } });
  await desk.visit();
});
afterEach(async () => {
  await desk.close();
  await temp.dispose();
});

const record = (status: string, decision = 'We use write-ahead logging.', title = '1. Use WAL'): string =>
  `# ${title}\n\n## Status\n\n${status}\n\n## Context\n\nReaders block.\n\n## Decision\n\n${decision}\n`;

const change = async (files: Record<string, string | null>, author?: typeof other): Promise<string> =>
  repository.commit('Change records', { files, ...(author && { author }) });

/** A record that was captured and accepted. */
const accept = async (files: Record<string, string>): Promise<void> => {
  await change(files);
  await desk.visit();
  await desk.review('accept_all');
};

const endings = [
  ['Superseded by [2](0002-use-rollback.md)', 'superseded'],
  ['Superceded by ADR-2', 'superseded'],
  ['Deprecated', 'deprecated'],
  ['Rejected', 'rejected'],
  ['Withdrawn', 'withdrawn'],
  ['Not yet accepted', 'proposed'],
] as const;

describe('a record whose status line alone says that it ended', () => {
  it.each(endings)(
    'takes its memory along at once, with Undo, when the local author wrote "%s"',
    async (status, reason) => {
      await accept({ [first]: record('Accepted') });
      const sha = await change({ [first]: record(status) });

      const { superseded, candidates, changeId, text } = await desk.visit();

      expect(candidates).toEqual([]);
      expect(superseded).toMatchObject([
        {
          content: 'We use write-ahead logging.',
          status: 'superseded',
          evidence: [{ says: 'stated' }, { kind: 'adr', says: reason, ref: sha }],
        },
      ]);
      expect(text).toContain('superseded 1 memory');
      expect(await desk.recalled('write-ahead logging')).toEqual([]);
      await desk.undo(changeId);
      expect(await desk.recalled('write-ahead logging')).toEqual(['We use write-ahead logging.']);
      expect(await desk.visit()).toMatchObject({ superseded: [], candidates: [] });
    },
  );

  it.each(endings.slice(1, 4))('is offered as superseded when somebody else wrote "%s"', async (status) => {
    await accept({ [first]: record('Accepted') });
    const sha = await change({ [first]: record(status) }, other);
    const { superseded, candidates } = await desk.visit();
    expect(superseded).toEqual([]);
    expect(candidates).toMatchObject([
      {
        title: 'No longer in force: ADR-1: Use WAL',
        source: { kind: 'adr', ref: `${first}@${sha}`, actor: 'Other Author' },
        trust: 'external',
        expiresAt: null,
      },
    ]);
    expect(await desk.statuses()).toEqual({ 'We use write-ahead logging.': 'active' });
    await desk.review('accept_all');
    expect(await desk.statuses()).toEqual({ 'We use write-ahead logging.': 'superseded' });
  });

  it('is not asked about again once that was rejected, whatever else changes in it', async () => {
    await accept({ [first]: record('Accepted') });
    await change({ [first]: record('Deprecated') }, other);
    await desk.visit();
    await desk.review('reject');
    await change({ [first]: record('Deprecated').replace('Readers block.', 'Readers do block.') }, other);
    expect(await desk.visit()).toMatchObject({ candidates: [], superseded: [] });
    await change({ [first]: record('Superseded by ADR-2') }, other);
    expect(await desk.visit()).toMatchObject({ candidates: [], superseded: [] });
    expect(await desk.statuses()).toEqual({ 'We use write-ahead logging.': 'active' });
  });

  it('leaves the Inbox when nobody had accepted it', async () => {
    await change({ [first]: record('Proposed') });
    await desk.visit();
    expect(await desk.inbox()).toHaveLength(1);
    await change({ [first]: record('Rejected') });
    await desk.visit();
    expect(await desk.inbox()).toEqual([]);
  });

  it('says nothing when it ended before it was seen', async () => {
    await change({ [first]: record('Superseded by ADR-2') });
    expect(await desk.visit()).toMatchObject({ candidates: [], superseded: [] });
  });

  it('takes along the version in force and the one that waits', async () => {
    await accept({ [first]: record('Accepted', 'Version one.') });
    await change({ [first]: record('Accepted', 'Version two.') });
    await desk.visit();
    await change({ [first]: record('Deprecated', 'Version two.') });
    await desk.visit();
    expect(await desk.statuses()).toEqual({ 'Version one.': 'superseded', 'Version two.': 'superseded' });
    expect(await desk.inbox()).toEqual([]);
  });

  it('asks about a memory that a person has edited', async () => {
    await accept({ [first]: record('Accepted') });
    await desk.edit('We use write-ahead logging.', 'We use write-ahead logging, always.');
    await change({ [first]: record('Deprecated') });
    expect(await desk.visit()).toMatchObject({
      superseded: [],
      candidates: [{ title: 'No longer in force: ADR-1: Use WAL' }],
    });
  });
});

describe('a record that stays in force', () => {
  it.each([
    ['is only put otherwise', record('Accepted').replace('Readers block.', 'Readers block writers.')],
    ['is accepted in other words', record('Accepted on 2024-05-06')],
    ['has no status at all', record('').replace('## Status\n\n\n\n', '')],
  ])('and %s keeps its memory', async (_, text) => {
    await accept({ [first]: record('Accepted') });
    await change({ [first]: text });
    expect(await desk.visit()).toMatchObject({ superseded: [], candidates: [] });
    expect(await desk.statuses()).toEqual({ 'We use write-ahead logging.': 'active' });
  });

  it('is a proposal that a person has accepted', async () => {
    await accept({ [first]: record('Proposed') });
    await change({ [first]: record('Proposed').replace('Readers block.', 'Readers block writers.') });
    expect(await desk.visit()).toMatchObject({ superseded: [], candidates: [] });
    await change({ [first]: record('Accepted') });
    expect(await desk.visit()).toMatchObject({ superseded: [], candidates: [] });
    await change({ [first]: record('Proposed') });
    expect((await desk.visit()).superseded).toHaveLength(1);
  });
});

describe('a record that is in force again', () => {
  it('is offered again', async () => {
    await accept({ [first]: record('Accepted') });
    await change({ [first]: record('Deprecated') });
    await desk.visit();
    await change({ [first]: record('Accepted') });
    const { candidates } = await desk.visit();
    expect(candidates).toMatchObject([
      { content: 'We use write-ahead logging.', status: 'candidate', supersededBy: null },
    ]);
    await desk.review('accept_all');
    expect(await desk.recalled('write-ahead logging')).toEqual(['We use write-ahead logging.']);
    await change({ [first]: record('Withdrawn') });
    expect((await desk.visit()).superseded).toHaveLength(1);
  });

  it('with another text is offered with it', async () => {
    await accept({ [first]: record('Accepted') });
    await change({ [first]: record('Deprecated') });
    await desk.visit();
    await change({ [first]: record('Accepted', 'We use write-ahead logging with checkpoints.') });
    expect((await desk.visit()).candidates).toMatchObject([
      { content: 'We use write-ahead logging with checkpoints.' },
    ]);
    expect(await desk.inbox()).toHaveLength(1);
  });

  it('takes the question back that nobody has answered', async () => {
    await accept({ [first]: record('Accepted') });
    await change({ [first]: record('Deprecated') }, other);
    await desk.visit();
    await repository.git('revert', '--no-edit', 'HEAD');
    await desk.visit();
    expect(await desk.inbox()).toEqual([]);
    expect(await desk.statuses()).toEqual({ 'We use write-ahead logging.': 'active' });
  });
});

describe('a successor', () => {
  const next = record('Accepted', 'We use a rollback journal.', '2. Use rollback');

  it.each([
    ['by its link', 'Superseded by [Use rollback](0002-use-rollback.md)'],
    ['by its number', 'Superseded by ADR-2'],
    ['by its number in brackets', 'Superseded by [2. Use rollback](0002-use-rollback.md) on 2024-05-06'],
  ])('is linked %s when it comes with the change', async (_, status) => {
    await accept({ [first]: record('Accepted') });
    await change({ [first]: record(status), [second]: next });
    const { superseded, candidates } = await desk.visit();
    expect(candidates).toMatchObject([{ content: 'We use a rollback journal.' }]);
    const memory = (await desk.memories()).find(({ id }) => id === superseded[0]?.id);
    expect(memory).toMatchObject({ status: 'superseded', supersededBy: candidates[0]?.id });
  });

  it('is linked when it was there before, and when it comes later', async () => {
    await accept({ [first]: record('Accepted'), [second]: next });
    await change({ [first]: record('Superseded by ADR-2') });
    await desk.visit();
    const byContent = async (content: string) =>
      (await desk.memories()).find((memory) => memory.content === content);
    const rollback = await byContent('We use a rollback journal.');
    expect(await byContent('We use write-ahead logging.')).toMatchObject({ supersededBy: rollback?.id });

    await change({
      [second]: record(
        'Superseded by [3](0003-use-none.md)',
        'We use a rollback journal.',
        '2. Use rollback',
      ),
    });
    await desk.visit();
    expect(await byContent('We use a rollback journal.')).toMatchObject({ supersededBy: null });
    await change({ [`${folder}/0003-use-none.md`]: record('Accepted', 'We use no journal.', '3. Use none') });
    await desk.visit();
    const none = await byContent('We use no journal.');
    expect(await byContent('We use a rollback journal.')).toMatchObject({ supersededBy: none?.id });
  });

  it('is linked when an offer that names it is accepted', async () => {
    await accept({ [first]: record('Accepted'), [second]: next });
    await change({ [first]: record('Superseded by ADR-2') }, other);
    const { candidates } = await desk.visit();
    expect(candidates[0]?.content).toContain('in favor of ADR-2: Use rollback');
    await desk.review('accept_all');
    const [wal, rollback] = await desk.memories();
    expect(wal).toMatchObject({ status: 'superseded', supersededBy: rollback?.id });
  });

  it('never makes a circle', async () => {
    await accept({ [first]: record('Accepted'), [second]: next });
    await change({
      [first]: record('Superseded by ADR-2'),
      [second]: record('Superseded by ADR-1', 'We use a rollback journal.', '2. Use rollback'),
    });
    await desk.visit();
    const links = (await desk.memories()).map(({ supersededBy }) => supersededBy).filter((id) => id !== null);
    expect(links).toHaveLength(1);
  });
});

describe('records with one text', () => {
  it('are two when two decide the same', async () => {
    await change({
      [first]: record('Accepted', 'We keep it simple.', '1. Storage'),
      [second]: record('Accepted', 'We keep it simple.', '2. Network'),
    });
    const { candidates } = await desk.visit();
    expect(candidates.map(({ title }) => title)).toEqual(['ADR-1: Storage', 'ADR-2: Network']);
    await desk.review('accept_all');
    await change({ [first]: record('Deprecated', 'We keep it simple.', '1. Storage') });
    expect((await desk.visit()).superseded.map(({ title }) => title)).toEqual(['ADR-1: Storage']);
    expect(await desk.recalled('keep simple')).toEqual(['We keep it simple.']);
  });

  it('are two when one is a copy of the other, letter by letter', async () => {
    const text = '# Storage\n\nStatus: accepted\n\n## Decision\n\nWe keep it simple.\n';
    await accept({ [`${folder}/storage.md`]: text });
    await change({ [`${folder}/network.md`]: text });
    expect((await desk.visit()).candidates).toHaveLength(1);
  });

  it.each([
    [
      'to another folder',
      async () => change({ [first]: null, 'docs/adr/0001-use-wal.md': record('Accepted') }),
    ],
    [
      'to another name',
      async () => change({ [first]: null, [`${folder}/0001-use-write-ahead-log.md`]: record('Accepted') }),
    ],
    [
      'and are rewritten with it',
      async () =>
        change({
          [first]: null,
          'docs/adr/0001-use-wal.md': record('Accepted').replace(
            'Readers block.',
            'All is new here.\n\nAnd longer.',
          ),
        }),
    ],
    [
      'in two commits',
      async () => {
        await change({ 'docs/adr/wal.md': record('Accepted') });
        return change({ [first]: null });
      },
    ],
  ])('are one when they move %s', async (_, move) => {
    await accept({ [first]: record('Accepted') });
    await move();
    expect(await desk.visit()).toMatchObject({ candidates: [], superseded: [] });
    const memories = await desk.memories();
    expect(memories).toHaveLength(1);
    expect(memories[0]?.source.ref).not.toContain(first);
    const path = memories[0]?.evidence[0]?.place;
    await change({ [String(path)]: record('Deprecated') });
    expect((await desk.visit()).superseded).toHaveLength(1);
  });

  it('take their memory along when they move into the folder of what is over', async () => {
    await accept({ [first]: record('Accepted') });
    await change({ [first]: null, 'docs/decisions/old/0001-use-wal.md': record('Superseded by ADR-2') });
    expect((await desk.visit()).superseded).toHaveLength(1);
  });
});

describe('a record whose file is gone', () => {
  it('is offered as superseded, and offered again when it is back', async () => {
    await accept({ [first]: record('Accepted') });
    const sha = await change({ [first]: null });
    expect((await desk.visit()).candidates).toMatchObject([
      { title: 'No longer in force: ADR-1: Use WAL', source: { ref: `${first}@${sha}` } },
    ]);
    await desk.review('accept_all');
    expect(await desk.statuses()).toEqual({ 'We use write-ahead logging.': 'superseded' });
    await repository.git('revert', '--no-edit', 'HEAD');
    expect((await desk.visit()).candidates).toMatchObject([{ content: 'We use write-ahead logging.' }]);
  });

  it('because its commit was dropped is offered too', async () => {
    await accept({ [first]: record('Accepted') });
    await repository.git('reset', '--quiet', '--hard', 'HEAD~1');
    expect((await desk.visit()).candidates).toMatchObject([{ title: 'No longer in force: ADR-1: Use WAL' }]);
  });

  it('on the branch that is checked out alone is not', async () => {
    await repository.createBranch('topic');
    await accept({ [first]: record('Accepted') });
    await repository.checkout('main');
    expect(await desk.visit()).toMatchObject({ candidates: [], superseded: [] });
  });
});

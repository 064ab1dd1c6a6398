import { expect, it } from 'vitest';
import { GivenStore, type OpenStore } from './givenStore.ts';

/** What was read of repositories already. */
export function describeCaptures(openStore: OpenStore): void {
  const given = new GivenStore(openStore);
  const { read, write, add, change } = given;

  it('know commits, statements and how far a repository was read', async () => {
    await write(async (unit) => {
      await unit.captures.addCommit('p', { sha: 'a', patchId: null, at: 1 });
      await unit.captures.addCommit('p', { sha: 'a', patchId: 'x', at: 2 });
      await unit.captures.addStatement('p', 'print', 'm', 'a');
      await unit.captures.setCursor('p', '/root', 'a');
      await unit.captures.setCursor('p', '/root', 'b');
    });
    await read(async ({ captures }) => {
      expect(await captures.hasCommit('p', 'a')).toBe(true);
      expect(await captures.hasCommit('q', 'a')).toBe(false);
      expect(await captures.findStatement('p', 'print')).toEqual({ memoryId: 'm' });
      expect(await captures.findStatement('p', 'other')).toBeUndefined();
      expect(await captures.getCursor('p', '/root')).toBe('b');
      expect(await captures.getCursor('p', '/else')).toBeUndefined();
    });
  });

  it('lead a fingerprint to its latest memory, under the first project that knows it', async () => {
    await write(async ({ captures }) => {
      await captures.addStatement('p', 'one', 'old', 'a');
      await captures.addStatement('p', 'one', 'new', 'b');
      await captures.addStatement('before', 'one', 'earlier', 'c');
      await captures.addStatement('before', 'two', 'earlier', 'c');
      await captures.addStatement('before', 'three', 'earlier', 'd');
    });
    const found = async (...projects: string[]) =>
      Object.fromEntries(
        await read(({ captures }) => captures.findStatements(projects, ['one', 'two', 'nothing'])),
      );
    expect(await found('p', 'before')).toEqual({ one: 'new', two: 'earlier' });
    expect(await found('before', 'p')).toEqual({ one: 'earlier', two: 'earlier' });
    expect(await found()).toEqual({});
    const commits = await read(({ captures }) => captures.commitsOf('earlier'));
    expect(commits.toSorted()).toEqual(['c', 'd']);
    await write(async ({ captures }) => {
      await captures.removeStatement('before', 'one');
      await captures.removeStatement('before', 'never there');
    });
    expect(await found('before', 'p')).toEqual({ one: 'new', two: 'earlier' });
  });

  it('tell memories that came from commits, the last written first', async () => {
    const from = (kind: 'commit' | 'adr' | 'user', project = 'p') => ({
      project,
      source: { kind },
      entities: ['commit:0123456789abcdef0123456789abcdef01234567'],
    });
    const [first, second, gone, elsewhere] = await add(
      from('commit'),
      from('adr'),
      from('commit'),
      from('commit', 'q'),
    );
    await add(from('user'), { project: 'p', source: { kind: 'commit' } });
    if (gone) await change(gone, { deletedAt: 1 });
    const captured = (projects: string[], limit = 9) =>
      read((unit) => unit.captures.capturedMemories(projects, limit));
    expect(await captured(['p'])).toEqual([second?.id, first?.id]);
    expect(await captured(['p', 'q'])).toEqual([elsewhere?.id, second?.id, first?.id]);
    expect(await captured(['p', 'q'], 1)).toEqual([elsewhere?.id]);
    expect(await captured([])).toEqual([]);
  });
}

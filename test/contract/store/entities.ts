import { describe, expect, it } from 'vitest';
import type { EntityRecord } from '../../../src/core/entity/entityRecord.ts';
import { GivenStore, type OpenStore } from './givenStore.ts';

/** What forges have said, and what memories name. */
export function describeEntities(openStore: OpenStore): void {
  const given = new GivenStore(openStore);
  const { read, write } = given;

  const record = (fields: Partial<EntityRecord> = {}): EntityRecord => ({
    reference: 'gitlab.com/team/app!12',
    kind: 'merge_request',
    project: 'gitlab.com/team/app',
    title: 'Queue uploads',
    state: 'opened',
    author: 'ada',
    labels: ['backend', '数据'],
    url: 'https://gitlab.com/team/app/-/merge_requests/12',
    outcome: 'found',
    etag: 'W/"1"',
    fetchedAt: 5,
    triedAt: 6,
    ...fields,
  });

  describe('what a forge said', () => {
    it('is kept, replaced, read by many references and removed', async () => {
      const hidden = record({
        reference: 'gitlab.com/team/app#3',
        kind: 'issue',
        title: null,
        state: null,
        author: null,
        labels: [],
        url: null,
        outcome: 'not_found',
        etag: null,
        fetchedAt: null,
      });
      await write(async ({ entities }) => {
        await entities.put(record({ title: 'Old' }));
        await entities.put(record());
        await entities.put(hidden);
      });
      expect(await read(({ entities }) => entities.get(record().reference))).toEqual(record());
      expect(await read(({ entities }) => entities.get('gitlab.com/team/app!1'))).toBeUndefined();
      const wanted = [hidden.reference, 'nowhere/a/b!1', record().reference];
      expect(await read(({ entities }) => entities.getMany(wanted))).toEqual([record(), hidden]);
      expect(await read(({ entities }) => entities.getMany([]))).toEqual([]);
      expect(await write(({ entities }) => entities.remove(hidden.reference))).toBe(true);
      expect(await write(({ entities }) => entities.remove(hidden.reference))).toBe(false);
      expect(await read(({ entities }) => entities.getMany(wanted))).toEqual([record()]);
    });
  });

  describe('what memories name', () => {
    it('is counted by project, the last mentioned first, page by page and by kind', async () => {
      await given.add(
        { project: 'p', entities: ['!12', '#3', 'the billing service'], createdAt: 10 },
        { project: 'p', entities: ['!12', 'ADR-7', 'commit:1a2b3c4'], createdAt: 30 },
        { project: 'q', entities: ['!12', 'team&5', 'team/app@1a2b3c4'], createdAt: 20 },
        { project: 'p', entities: ['!12', '!99'], createdAt: 40, deletedAt: 41 },
      );
      const asked = async (query: object) =>
        read(({ entities }) => entities.mentions({ filter: {}, limit: 50, offset: 0, ...query }));
      const all = await asked({});
      expect(all.total).toBe(8);
      expect(all.mentions.map(({ reference, project, count }) => [reference, project, count])).toEqual([
        ['!12', 'p', 2],
        ['ADR-7', 'p', 1],
        ['commit:1a2b3c4', 'p', 1],
        ['!12', 'q', 1],
        ['team&5', 'q', 1],
        ['team/app@1a2b3c4', 'q', 1],
        ['#3', 'p', 1],
        ['the billing service', 'p', 1],
      ]);
      expect(all.mentions[0]?.lastMentionedAt).toBe(30);
      const page = await asked({ limit: 2, offset: 1 });
      expect([page.total, page.mentions]).toEqual([8, all.mentions.slice(1, 3)]);
      const kinds = ['merge_request', 'issue', 'epic', 'commit', 'adr', 'name'] as const;
      const counts = [];
      for (const kind of kinds) counts.push((await asked({ kind })).total);
      expect(counts).toEqual([2, 1, 1, 2, 1, 1]);
      expect((await asked({ filter: { projects: ['q'] } })).total).toBe(3);
    });
  });
}

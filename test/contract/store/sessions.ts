import { describe, expect, it } from 'vitest';
import type { Session } from '../../../src/core/session/session.ts';
import type { SessionFilter } from '../../../src/store/ports/sessionRepository.ts';
import { GivenStore, type OpenStore } from './givenStore.ts';

/** Who is at work, and on what. */
export function describeSessions(openStore: OpenStore): void {
  const given = new GivenStore(openStore);
  const { read, write } = given;

  describe('sessions and claims', () => {
    const session = (fields: Partial<Session>): Session => ({
      id: 'one',
      project: 'p',
      agent: 'opencode',
      title: null,
      state: 'active',
      startedAt: 1,
      heartbeatAt: 2,
      endedAt: null,
      summary: null,
      handOver: null,
      continues: null,
      metadata: { a: 1 },
      ...fields,
    });

    it('are kept, replaced and listed', async () => {
      const one = session({});
      const two = session({ id: 'two', project: null, heartbeatAt: 9 });
      const ended = session({ id: 'three', state: 'ended', endedAt: 8, heartbeatAt: 1 });
      await write(async (unit) => {
        for (const each of [session({ title: 'old' }), one, two, ended]) await unit.sessions.upsert(each);
      });
      expect(await read((unit) => unit.sessions.get('one'))).toEqual(one);
      expect(await read((unit) => unit.sessions.get('none'))).toBeUndefined();
      expect(await read((unit) => unit.sessions.list({}))).toEqual([two, one, ended]);
      expect(await read((unit) => unit.sessions.list({ project: 'p', activeOnly: true }))).toEqual([one]);
      expect(await read((unit) => unit.sessions.list({ project: null }))).toEqual([two]);
    });

    const ids = (sessions: readonly Session[]) => sessions.map(({ id }) => id);

    it('are found by when there was a sign of them, and when they began', async () => {
      await write(async (unit) => {
        await unit.sessions.upsert(session({ id: 'working', startedAt: 5, heartbeatAt: 10 }));
        await unit.sessions.upsert(session({ id: 'silent', state: 'stale', startedAt: 7, heartbeatAt: 30 }));
        await unit.sessions.upsert(
          session({ id: 'over', state: 'ended', startedAt: 9, heartbeatAt: 11, endedAt: 50 }),
        );
      });
      const list = async (filter: SessionFilter) => ids(await read((unit) => unit.sessions.list(filter)));
      expect(await list({ heardSince: 31 })).toEqual(['over', 'working']);
      expect(await list({ heardSince: 30 })).toEqual(['silent', 'over', 'working']);
      expect(await list({ heardSince: 51 })).toEqual(['working']);
      expect(await list({ startedAfter: 5 })).toEqual(['silent', 'over']);
    });

    it('hand their work over until somebody takes it up', async () => {
      const handOver = (at: number): NonNullable<Session['handOver']> => ({
        at,
        done: ['a', 'b'],
        open: ['c'],
        next: 'd',
        held: ['!1'],
      });
      const older = session({ id: 'older', state: 'ended', summary: 'so far', handOver: handOver(10) });
      const newer = session({ id: 'newer', state: 'stale', handOver: { ...handOver(20), next: null } });
      await write(async (unit) => {
        for (const each of [
          older,
          newer,
          session({ id: 'at work again', handOver: handOver(30) }),
          session({ id: 'plain', state: 'ended' }),
          session({ id: 'elsewhere', state: 'ended', project: 'q', handOver: handOver(40) }),
          session({ id: 'nowhere', state: 'ended', project: null, handOver: handOver(50) }),
        ])
          await unit.sessions.upsert(each);
      });
      const find = (...projects: (string | null)[]) => read((unit) => unit.sessions.findHandOver(projects));
      expect(await find('p')).toEqual(newer);
      await write((unit) => unit.sessions.upsert(session({ id: 'next', continues: 'newer' })));
      expect(await find('p')).toEqual(older);
      expect((await find('p', 'q'))?.id).toBe('elsewhere');
      expect((await find(null))?.id).toBe('nowhere');
      expect(await find('unknown')).toBeUndefined();
    });

    it('are forgotten when nobody has heard of them for long, but while they are at work', async () => {
      await write(async (unit) => {
        await unit.sessions.upsert(session({ id: 'working', heartbeatAt: 1 }));
        await unit.sessions.upsert(session({ id: 'silent', state: 'stale', heartbeatAt: 4 }));
        await unit.sessions.upsert(session({ id: 'over', state: 'ended', heartbeatAt: 1, endedAt: 5 }));
        await unit.sessions.upsert(session({ id: 'late', state: 'ended', heartbeatAt: 1, endedAt: 6 }));
      });
      expect(await write((unit) => unit.sessions.removeOlder(6, 1))).toBe(1);
      expect(ids(await read((unit) => unit.sessions.list({})))).toEqual(['late', 'over', 'working']);
      expect(await write((unit) => unit.sessions.removeOlder(6, 10))).toBe(1);
      expect(ids(await read((unit) => unit.sessions.list({})))).toEqual(['late', 'working']);
    });

    it('hold one resource once in each project, and in none', async () => {
      const claim = (fields: object) => ({
        resource: 'file',
        project: 'p',
        sessionId: 's',
        note: null,
        claimedAt: 1,
        ...fields,
      });
      const claims = [
        claim({}),
        claim({ project: null, claimedAt: 2 }),
        claim({ resource: 'b', claimedAt: 3 }),
      ];
      await write(async (unit) => {
        for (const each of [claim({ sessionId: 'earlier' }), ...claims]) await unit.claims.put(each);
      });
      expect(await read((unit) => unit.claims.list({}))).toEqual(claims);
      expect(await read((unit) => unit.claims.get('file', null))).toEqual(claims[1]);
      expect(await read((unit) => unit.claims.list({ project: 'p', sessionId: 's' }))).toEqual([
        claims[0],
        claims[2],
      ]);
      await write((unit) => unit.claims.remove('file', null));
      expect(await read((unit) => unit.claims.get('file', null))).toBeUndefined();
      expect(await write((unit) => unit.claims.removeOfSession('s'))).toBe(2);
      expect(await read((unit) => unit.claims.list({}))).toEqual([]);
    });
  });
}

import { describe, expect, it } from 'vitest';
import type { Session } from '../../../src/core/session/session.ts';
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

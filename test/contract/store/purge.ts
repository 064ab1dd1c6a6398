import { describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import type { Change } from '../../../src/core/memory/history.ts';
import type { EntityRecord } from '../../../src/core/entity/entityRecord.ts';
import type { Session } from '../../../src/core/session/session.ts';
import { sessionKey } from '../../../src/core/session/sessionKey.ts';
import type { Memory } from '../../../src/core/memory/memory.ts';
import { randomVector } from '../../../dev/random/randomVector.ts';
import { seededRandom } from '../../../dev/random/seededRandom.mjs';
import { dimensions, spaceName } from '../../../dev/store/vectorSamples.ts';
import { GivenStore, type OpenStore } from './givenStore.ts';

/** What is gone for good. Bytes in files are not the contract's: an embedded store has `scrub` and tests of its own. */
export function describePurge(openStore: OpenStore): void {
  const given = new GivenStore(openStore);
  const { read, write, check, add, addOne, change, get, found, listed } = given;
  const random = seededRandom(7);
  const edit = (memory: Memory, fields: Partial<Change> = {}): Change => ({
    id: v7(),
    groupId: v7(),
    memoryId: memory.id,
    action: 'edit',
    actor: { kind: 'user' },
    at: 1,
    before: memory,
    revision: 2,
    undoneBy: null,
    ...fields,
  });
  /** A candidate that asks whether a memory still holds, and quotes it. */
  const questionAbout = ({ id }: Memory): Partial<Memory> => ({
    title: 'question',
    status: 'candidate',
    links: [{ kind: 'ends', to: id }],
  });
  const idle: Session = {
    id: 'idle',
    project: null,
    agent: 'build',
    title: null,
    state: 'ended',
    startedAt: 1,
    heartbeatAt: 2,
    endedAt: 3,
    summary: null,
    handOver: null,
    continues: null,
    metadata: {},
  };
  const replies = ['whole', 'short'] as const;
  /** Replies that name the memory by its id and by the end of it, and one that does not. */
  const remember = ({ id }: Memory) =>
    write(async (unit) => {
      const entry = { operation: 'remember', inputHash: 'h', at: 1 };
      await unit.idempotency.put('whole', { ...entry, reply: JSON.stringify({ id }) });
      await unit.idempotency.put('short', { ...entry, reply: JSON.stringify(`[${id.slice(-10)}]`) });
      await unit.idempotency.put('other', { ...entry, reply: '{}' });
    });
  const reply = (key: string) => read((unit) => unit.idempotency.find(key));

  describe('of memories', () => {
    it('takes with it what names them, and nothing of others', async () => {
      const [memory, other] = await add(
        { title: 'zebra', entities: ['!7'], tags: ['stripes'] },
        { title: 'stays', entities: ['!7'] },
      );
      if (!memory || !other) throw new Error('Nothing was added');
      const question = await addOne(questionAbout(memory));
      const space = await write((unit) => unit.vectors.openSpace(spaceName, 1));
      await write(async (unit) => {
        await unit.history.append(edit(memory, { action: 'create', before: null }));
        await unit.history.append(edit(memory));
        await unit.history.append(edit(other));
        await unit.captures.addStatement('p', 'print', memory.id, 'sha');
        await unit.vectors.put(
          space.id,
          [memory, other].map(({ id }) => ({ memoryId: id, vector: randomVector(random, dimensions) })),
        );
      });
      await remember(memory);

      expect(await write((unit) => unit.memories.purge([memory.id, 'nobody']))).toEqual([question.id]);

      expect([await get(memory.id), await get(question.id), await get(other.id)]).toEqual([
        undefined,
        undefined,
        other,
      ]);
      expect(await listed({ includeDeleted: true })).toEqual(['stays']);
      expect([await found(['zebra']), await found(['stays'])]).toEqual([[], ['stays']]);
      expect(await read((unit) => unit.memories.findByTail(memory.id.slice(-10)))).toEqual([]);
      await read(async (unit) => {
        expect(await unit.memories.findByEntities(['!7'], {}, 9)).toEqual([other]);
        expect(await unit.history.ofMemory(memory.id)).toEqual([]);
        expect(await unit.history.ofMemory(other.id)).toHaveLength(1);
        expect(await unit.captures.commitsOf(memory.id)).toEqual([]);
        expect([...(await unit.vectors.vectorsOf(space.id, [memory.id, other.id])).keys()]).toEqual([
          other.id,
        ]);
        expect(await unit.vectors.progress(space.id)).toEqual({ embedded: 1, total: 1 });
      });
      for (const key of replies) expect([key, await reply(key)]).toEqual([key, undefined]);
      expect(await reply('other')).toBeDefined();
      expect(await check()).toBe('ok');
    });

    it('takes along what sessions, claims and forges have of them, and nothing else', async () => {
      const [summary, open] = ['Ada Person broke the login again', 'Ask Ada Person for the key'];
      const event = await addOne({
        category: 'event',
        project: 'gitlab.com/group/app',
        session: 'wrapped',
        content: `${summary}\n\nOpen:\n- ${open}\n- short`,
        what: 'The login',
        entities: ['!12', 'group/lib#3', '&4', '!99', 'commit:1a2b3c4'],
      });
      await addOne({ project: 'gitlab.com/group/app', entities: ['!99'] });
      await addOne({ project: 'gitlab.com/group/other', entities: ['!12'] });
      const session: Session = {
        id: 'wrapped',
        project: 'gitlab.com/group/app',
        agent: 'build',
        title: 'The login',
        state: 'ended',
        startedAt: 1,
        heartbeatAt: 2,
        endedAt: 3,
        summary,
        handOver: { at: 3, done: ['Wrote tests'], open: [open, 'short'], next: 'Ship it', held: ['!12'] },
        continues: null,
        metadata: {},
      };
      const other: Session = {
        ...session,
        id: 'other',
        title: `About: ${summary}`,
        summary: 'short',
        handOver: { at: 4, done: [open], open: ['short'], next: 'Read on', held: [] },
        metadata: { note: event.content },
      };
      const apart = { ...session, id: 'apart', summary: 'Nothing of the kind', title: 'The', handOver: null };
      const entity = (reference: string, kind: EntityRecord['kind'] = 'merge_request'): EntityRecord => ({
        reference,
        kind,
        project: reference.replace(/[!#&@].*$/, ''),
        title: 'Login of Ada Person',
        state: 'opened',
        author: 'ada',
        labels: [],
        url: null,
        outcome: 'found',
        etag: null,
        fetchedAt: 1,
        triedAt: 1,
      });
      const places = ['app!12', 'lib#3', 'app@1a2b3c4', 'app!99', 'other!12', 'lib!12'];
      await write(async (unit) => {
        for (const each of [session, other, apart]) await unit.sessions.upsert(each);
        for (const each of places) await unit.entities.put(entity(`gitlab.com/group/${each}`));
        await unit.entities.put(entity('gitlab.com/group&4', 'epic'));
        const claim = { resource: 'a', project: null, sessionId: 'other', claimedAt: 1 };
        await unit.claims.put({ ...claim, note: open });
        await unit.claims.put({ ...claim, resource: 'b', note: 'The other half of the parser' });
      });

      await write((unit) => unit.memories.purge([event.id]));

      await read(async (unit) => {
        expect(await unit.sessions.get('wrapped')).toEqual({
          ...session,
          title: null,
          summary: null,
          handOver: { ...session.handOver, open: [] },
        });
        expect(await unit.sessions.get('other')).toEqual({
          ...other,
          title: null,
          handOver: { ...other.handOver, done: [] },
          metadata: {},
        });
        expect(await unit.sessions.get('apart')).toEqual(apart);
        const all = [...places.map((each) => `gitlab.com/group/${each}`), 'gitlab.com/group&4'];
        const left = (await unit.entities.getMany(all)).map(({ reference }) => reference);
        expect(left).toEqual(['app!99', 'lib!12', 'other!12'].map((each) => `gitlab.com/group/${each}`));
        expect((await unit.claims.list({})).map(({ note }) => note)).toEqual([
          null,
          'The other half of the parser',
        ]);
      });
    });

    it('takes sessions by their keys, with what they hold and what names them', async () => {
      const session = (id: string) => ({ ...idle, id, title: `Work of ${id}` });
      await write(async (unit) => {
        for (const id of ['nightly', 'daily']) {
          await unit.sessions.upsert(session(id));
          await unit.claims.put({ resource: id, project: null, sessionId: id, note: null, claimedAt: 1 });
          const reply = JSON.stringify({ session: { id } });
          await unit.idempotency.put(id, { operation: 'session_end', inputHash: 'h', at: 1, reply });
        }
      });
      await write((unit) => unit.memories.purge([sessionKey('nightly'), sessionKey('never there')]));
      await read(async (unit) => {
        expect(await unit.sessions.get('nightly')).toBeUndefined();
        expect(await unit.sessions.get('daily')).toEqual(session('daily'));
        expect((await unit.claims.list({})).map(({ sessionId }) => sessionId)).toEqual(['daily']);
      });
      expect([await reply('nightly'), (await reply('daily'))?.operation]).toEqual([undefined, 'session_end']);
    });

    it('lets go of what they superseded or were linked to, and keeps commits from bringing them back', async () => {
      const memory = await addOne();
      const other = await addOne();
      const stays = { kind: 'successor', to: other.id } as const;
      const linking = await addOne({ links: [{ kind: 'replaces', to: memory.id }, stays] });
      const relinked = await addOne({ links: [{ kind: 'replaces', to: memory.id }] });
      await change(relinked, { links: [{ kind: 'replaces', to: other.id }] });
      const earlier = await addOne({ status: 'superseded', supersededBy: memory.id });
      await write(async (unit) => {
        await unit.captures.addCommit('p', { sha: 'sha', patchId: null, at: 1 });
        await unit.captures.addStatement('p', 'print', memory.id, 'sha');
      });
      await write((unit) => unit.memories.purge([memory.id]));
      expect((await get(earlier.id))?.supersededBy).toBeNull();
      expect((await get(linking.id))?.links).toEqual([stays]);
      expect((await get(relinked.id))?.links).toEqual([{ kind: 'replaces', to: other.id }]);
      await read(async ({ captures }) => {
        expect(await captures.hasCommit('p', 'sha')).toBe(true);
        expect(await captures.findStatement('p', 'print')).toEqual({ memoryId: '' });
      });
    });

    it('leaves nothing that leads to them in what others said before', async () => {
      const [memory, stays] = [await addOne(), await addOne()];
      const kept = { kind: 'successor', to: stays.id } as const;
      const states: readonly [Partial<Memory>, Partial<Memory>][] = [
        [
          { status: 'superseded', supersededBy: memory.id },
          { status: 'superseded', supersededBy: null },
        ],
        [{ links: [{ kind: 'replaces', to: memory.id }, kept] }, { links: [kept] }],
        [
          { supersededBy: memory.id, links: [kept] },
          { supersededBy: null, links: [kept] },
        ],
        [
          { supersededBy: stays.id, content: memory.id },
          { supersededBy: stays.id, content: memory.id },
        ],
      ];
      const other = await addOne();
      await write(async (unit) => {
        for (const [before] of states)
          await unit.history.append(edit(other, { before: { ...other, ...before } }));
      });
      await write((unit) => unit.memories.purge([memory.id]));
      const history = await read((unit) => unit.history.ofMemory(other.id));
      expect(history.map(({ before }) => before)).toEqual(
        states.map(([, after]) => ({ ...other, ...after })),
      );
    });

    it('is undone with its unit of work', async () => {
      const memory = await addOne({ title: 'zebra' });
      const failing = write(async (unit) => {
        await unit.memories.purge([memory.id]);
        const left = await unit.memories.get(memory.id);
        throw new Error(left ? 'still there' : 'no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await get(memory.id)).toEqual(memory);
      expect(await found(['zebra'])).toEqual(['zebra']);
      expect(await check()).toBe('ok');
    });
  });

  it('of versions forgets what memories said before, and not what they say or who wrote them', async () => {
    const memory = await addOne({ content: 'zebra' });
    const created = edit(memory, { action: 'create', before: null, revision: 1 });
    const changed = await change(memory, { content: 'okapi' });
    await write(async (unit) => {
      await unit.history.append(created);
      await unit.history.append(edit(memory));
    });
    await remember(memory);
    expect(await write((unit) => unit.memories.purgeVersions([memory.id]))).toEqual([]);
    expect(await get(memory.id)).toEqual(changed);
    expect(await read((unit) => unit.history.ofMemory(memory.id))).toEqual([created]);
    for (const key of replies) expect([key, await reply(key)]).toEqual([key, undefined]);
    expect([await found(['zebra']), await found(['okapi'])]).toEqual([[], [changed.title]]);
  });
}

import { describe, expect, it } from 'vitest';
import { agent, person, projectId, refusal } from '../../../dev/operations/operationsBench.ts';
import { ImportCases } from '../../../dev/transfer/importCases.ts';
import { incomingMemory } from '../../../dev/transfer/listedImporter.ts';
import type { Memory } from '../../../src/core/memory/memory.ts';
import { editMemoryOperation } from '../../../src/protocol/operations/memories/editMemory.ts';
import { getMemoryOperation } from '../../../src/protocol/operations/memories/getMemory.ts';
import { pinMemoryOperation } from '../../../src/protocol/operations/memories/pinMemory.ts';
import { setProjectModeOperation } from '../../../src/protocol/operations/projects/setProjectMode.ts';

const cases = ImportCases.inFile('import');
const { imported, peerFile, all } = cases;
/** Whoever asks for a memory has opened it, a moment later. */
const unopened = ({ openedCount: _count, lastOpenedAt: _at, ...rest }: Memory): object => rest;

describe('an import of another system', () => {
  it('keeps what is said there, says what became of it, and adds nothing when it is done again', async () => {
    cases.peer.items = [
      incomingMemory('1', {
        otherRefs: ['mem0:1a2b3c4d'],
        createdAt: 5_000,
        tags: ['Sea'],
        metadata: { tier: 'hot' },
        pinned: true,
      }),
      incomingMemory('2', {
        category: 'decision',
        content: 'We chose !12 over #3',
        updatedAt: 9_000,
        status: 'archived',
        archiveReason: 'old',
      }),
      incomingMemory('3', {
        links: [
          { kind: 'related', to: '1', reason: 'so' },
          { kind: 'contradicts', to: 'gone' },
        ],
        supersededBy: '2',
        status: 'superseded',
      }),
      { kind: 'value', ref: 'v1', project: { name: projectId }, key: 'step', value: { at: 2 } },
      {
        kind: 'entity',
        ref: 'e1',
        project: { name: projectId },
        reference: '!12',
        title: 'Choose',
        state: 'merged',
      },
      { kind: 'left', ref: 'x', reason: 'notes of the system about its own state' },
    ];
    const file = peerFile();
    const first = await imported({ path: file });
    expect(first).toMatchObject({
      system: 'peer-of-tests',
      report: {
        items: 6,
        fates: { added: 3 },
        byCategory: { fact: 2, decision: 1 },
        byStatus: { active: 1, archived: 1, superseded: 1 },
        rows: { values: { written: 1, known: 0 }, entities: { written: 1, known: 0 } },
        links: { made: 2, left: 1 },
        left: { 'notes of the system about its own state': 1 },
      },
    });
    expect(first.fields).toHaveLength(2);
    const { memories } = await cases.bench.call(getMemoryOperation, {
      ids: ['1', 'mem0:1a2b3c4d', '2', '3'],
    });
    expect(memories.map(({ content }) => content)).toEqual([
      'What 1 says',
      'We chose !12 over #3',
      'What 3 says',
    ]);
    const [one, two, three] = memories;
    expect(await cases.bench.stored(one?.id ?? '')).toMatchObject({
      createdAt: 5_000,
      updatedAt: 5_000,
      tags: ['sea'],
      metadata: { tier: 'hot' },
      pinned: true,
      trust: 'external',
      source: { kind: 'import' },
    });
    expect(await cases.bench.stored(two?.id ?? '')).toMatchObject({
      entities: ['!12', '#3'],
      metadata: { archiveReason: 'old' },
    });
    expect(await cases.bench.stored(three?.id ?? '')).toMatchObject({
      supersededBy: two?.id,
      links: [{ kind: 'related', to: one?.id, reason: 'so' }],
      status: 'superseded',
    });
    const before = (await all()).map(unopened);
    const second = await imported({ path: file });
    expect(second.report).toMatchObject({
      fates: { known: 3 },
      rows: { values: { written: 0, known: 1 } },
      links: { made: 0 },
    });
    expect((await all()).map(unopened)).toEqual(before);
  });

  it('archives what has expired there, and keeps the day of what holds until then, in the Inbox too', async () => {
    const project = { name: 'pier' };
    cases.peer.items = [
      incomingMemory('scaffolding', { project, expiresAt: Date.UTC(2024, 6, 1) }),
      incomingMemory('cut', {
        project,
        category: 'blocker',
        status: 'resolved',
        expiresAt: Date.UTC(2024, 6, 1),
      }),
      incomingMemory('pass', { project, expiresAt: Date.UTC(2900, 0, 1) }),
      incomingMemory('rule', { scope: 'global', expiresAt: Date.UTC(2900, 0, 1) }),
      incomingMemory('tide', { project }),
    ];
    expect((await imported({ path: peerFile() }, { actor: person })).report.byStatus).toEqual({
      archived: 2,
      active: 2,
      candidate: 1,
    });
    const found = new Map((await all()).map((each) => [each.content.split(' ')[1], each]));
    expect([...found].map(([name, { status, expiresAt }]) => [name, status, expiresAt])).toEqual(
      expect.arrayContaining([
        ['scaffolding', 'archived', Date.UTC(2024, 6, 1)],
        ['cut', 'archived', Date.UTC(2024, 6, 1)],
        ['pass', 'active', Date.UTC(2900, 0, 1)],
        ['rule', 'candidate', Date.UTC(2900, 0, 1)],
        ['tide', 'active', null],
      ]),
    );
    expect(found.get('scaffolding')?.metadata).toMatchObject({ archiveReason: 'It has expired' });
  });

  it('counts the links of what it leaves out, also in a dry run', async () => {
    cases.peer.items = [
      incomingMemory('1', { links: [{ kind: 'related', to: '2' }] }),
      incomingMemory('2', {}),
      { kind: 'left', ref: '3', reason: 'notes about itself', links: 2 },
      { kind: 'left', ref: '4', reason: 'notes about itself' },
    ];
    const path = peerFile();
    expect((await imported({ path, dry_run: true })).report.links).toEqual({ made: 1, left: 2 });
    expect((await imported({ path })).report.links).toEqual({ made: 1, left: 2 });
    expect((await imported({ path })).report.links).toEqual({ made: 0, left: 2 });
  });

  it('says in a dry run how many links it would make, as it makes them', async () => {
    await imported({ path: peerFile('first.db') }, {});
    cases.peer.items = [
      incomingMemory('here', { content: 'The tide is high' }),
      incomingMemory('back', { links: [{ kind: 'related', to: 'here' }] }),
    ];
    await imported({ path: peerFile('first.db') });
    cases.peer.items = [
      incomingMemory('here', { content: 'The tide is high', links: [{ kind: 'related', to: 'back' }] }),
      incomingMemory('1', {
        links: [
          { kind: 'related', to: '2' },
          { kind: 'related', to: 'also:2' },
          { kind: 'contradicts', to: 'here' },
          { kind: 'related', to: 'gone' },
          { kind: 'related', to: 'blank' },
        ],
      }),
      incomingMemory('2', { otherRefs: ['also:2'], supersededBy: '1', status: 'superseded' }),
      incomingMemory('blank', { content: ' ' }),
    ];
    const path = peerFile('second.db');
    const dry = await imported({ path, dry_run: true });
    const real = await imported({ path });
    expect(real.report.links).toEqual({ made: 4, left: 2 });
    expect(dry.report).toEqual(real.report);
    const again = await imported({ path, dry_run: true });
    expect(again.report.links).toEqual((await imported({ path })).report.links);
  });

  it('only says what would become of it in a dry run', async () => {
    cases.peer.items = [incomingMemory('1'), incomingMemory('2', { project: { name: 'new-project' } })];
    const dry = await imported({ path: peerFile(), dry_run: true });
    expect(await all()).toEqual([]);
    const real = await imported({ path: peerFile() });
    expect({ ...dry.report }).toEqual({ ...real.report });
    expect(real.report.newProjects).toContain('new-project');
  });

  it.each([
    ['skip', { duplicate: 1, added: 1 }, 2, ['here']],
    ['update', { updated: 1, added: 1 }, 2, ['here', 'there']],
    ['keep-both', { added: 2 }, 3, ['here']],
  ] as const)('does with what is here already what was said: %s', async (duplicates, fates, length, tags) => {
    const { memory: here } = await cases.bench.remember('Deploy with make ship', { tags: ['here'] });
    cases.peer.items = [
      incomingMemory('1', { content: 'Deploy with make ship', tags: ['there'], why: 'so' }),
      incomingMemory('2'),
    ];
    const { report } = await imported({ path: peerFile(), duplicates });
    expect([report.fates, (await all()).length]).toEqual([fates, length]);
    expect((await cases.bench.stored(here.id)).tags).toEqual(tags);
    // Whichever it has become, its name leads there, and a second import adds nothing.
    expect((await cases.bench.call(getMemoryOperation, { ids: ['1'] })).memories).toHaveLength(1);
    expect((await imported({ path: peerFile(), duplicates })).report.fates).toEqual({ known: 2 });
  });

  it('takes what a text says by now when it is to update, and not otherwise', async () => {
    cases.peer.items = [incomingMemory('1', { content: 'Old' })];
    const file = peerFile();
    await imported({ path: file });
    cases.peer.items = [incomingMemory('1', { content: 'New' })];
    expect((await imported({ path: file })).report.fates).toEqual({ known: 1 });
    expect((await all()).map(({ content }) => content)).toEqual(['Old']);
    expect((await imported({ path: file, duplicates: 'update' })).report.fates).toEqual({ updated: 1 });
    expect((await all()).map(({ content }) => content)).toEqual(['New']);
  });

  it('has chains that end, whatever the source says', async () => {
    cases.peer.items = ['1', '2', '3'].map((ref) =>
      incomingMemory(ref, { status: 'superseded', supersededBy: String((Number(ref) % 3) + 1) }),
    );
    await imported({ path: peerFile() });
    expect(await cases.bench.store.read((unit) => unit.memories.supersedeCircles())).toEqual([]);
    expect((await all()).filter(({ supersededBy }) => supersededBy !== null)).toHaveLength(2);
  });

  it('finds the projects that are known here, and makes those that are not under a name that can be spoken', async () => {
    await cases.bench.remember('Here', {}, { project: 'https://gitlab.com/other/thing.git' });
    const sha = 'a'.repeat(40);
    cases.peer.items = [
      incomingMemory('1', { project: { name: 'other-thing' } }),
      incomingMemory('2', { project: { name: 'other/thing' } }),
      incomingMemory('3', { project: { name: sha } }),
      incomingMemory('4', { project: { folder: '/home/ada/nowhere/notes' } }),
      incomingMemory('5', { project: { folder: cases.workspace } }),
    ];
    await imported({ path: peerFile() });
    const byRef = new Map((await all()).map(({ content, project }) => [content.at(5), project]));
    expect(Object.fromEntries(byRef)).toMatchObject({
      1: 'gitlab.com/other/thing',
      2: 'gitlab.com/other/thing',
      3: `root:${sha}`,
      4: 'folder:/home/ada/nowhere/notes',
      5: `folder:${cases.workspace}`,
    });
    const named = await cases.bench.store.read(({ projects }) => projects.list());
    expect(named.map(({ name }) => name)).toEqual(expect.arrayContaining([sha.slice(0, 10), 'notes']));
  });

  it('answers an id that two have with both', async () => {
    cases.peer.items = [incomingMemory('7')];
    await imported({ path: peerFile('a.db') });
    cases.peer.items = [incomingMemory('7', { content: 'Another 7' })];
    await imported({ path: peerFile('b.db') });
    const asked = await refusal(cases.bench.call(editMemoryOperation, { memory_id: '7', title: 'x' }));
    expect([asked.code, asked.message.match(/peer-of-tests/g)?.length]).toEqual(['conflict', 2]);
    const { memory: mine } = await cases.bench.remember('Something else');
    await cases.bench.call(pinMemoryOperation, { memory_id: mine.id });
  });

  it.each([
    [
      'an agent',
      { actor: agent },
      {},
      ['candidate', 'candidate', 'active'],
      ['external', 'external', 'external'],
      false,
    ],
    [
      'a person',
      { actor: person },
      {},
      ['candidate', 'candidate', 'active'],
      ['agent', 'agent', 'agent'],
      true,
    ],
    [
      'a person who trusts it',
      { actor: person },
      { trust_source: true },
      ['active', 'active', 'active'],
      ['user', 'user', 'user'],
      true,
    ],
    [
      'a person, into a project',
      { actor: person },
      { project: projectId },
      ['candidate', 'active', 'active'],
      ['agent', 'agent', 'agent'],
      true,
    ],
  ] as const)('by %s is trusted as far as it may be', async (_, caller, more, states, trusts, isPinned) => {
    cases.peer.items = [
      incomingMemory('1', { category: 'directive', trust: 'user' }),
      incomingMemory('2', { project: undefined, trust: 'user', pinned: true }),
      incomingMemory('3', { trust: 'user' }),
    ];
    const file = peerFile();
    await imported({ path: file, ...more }, { ...caller, project: cases.workspace });
    const found = (await all()).toSorted((a, b) => a.content.localeCompare(b.content));
    expect(found.map(({ status }) => status)).toEqual(states);
    expect(found.map(({ trust }) => trust)).toEqual(trusts);
    expect(found[1]?.pinned).toBe(isPinned);
    expect(
      (
        await refusal(
          imported({ path: file, trust_source: true }, { actor: agent, project: cases.workspace }),
        )
      ).code,
    ).toBe('forbidden');
  });

  it('by an agent brings nothing into a project in which memory is off', async () => {
    cases.peer.items = [incomingMemory('1', { project: { name: 'quiet' } }), incomingMemory('2')];
    await cases.bench.remember('Known', {}, { project: 'quiet' });
    await cases.bench.call(setProjectModeOperation, { project: 'quiet', mode: 'off' });
    const file = peerFile();
    const { report } = await imported({ path: file }, { actor: agent, project: cases.workspace });
    expect([report.fates, Object.values(report.left)]).toEqual([{ added: 1 }, [1]]);
    expect((await imported({ path: file })).report.fates).toEqual({ added: 1, known: 1 });
  });
});

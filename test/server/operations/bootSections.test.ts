import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bootSections } from '../../../src/protocol/bootSections.ts';
import type { Memory } from '../../../src/core/memory/memory.ts';
import type { InputOf } from '../../../src/protocol/operation.ts';
import { editMemoryOperation } from '../../../src/protocol/operations/memories/editMemory.ts';
import { getBootContextOperation } from '../../../src/protocol/operations/recall/getBootContext.ts';
import { claimItemOperation } from '../../../src/protocol/operations/sessions/claimItem.ts';
import { sessionContinueOperation } from '../../../src/protocol/operations/sessions/sessionContinue.ts';
import { sessionStartOperation } from '../../../src/protocol/operations/sessions/sessionStart.ts';
import { sessionWrapUpOperation } from '../../../src/protocol/operations/sessions/sessionWrapUp.ts';
import type { ServerConfig } from '../../../src/protocol/settings/serverSettings.ts';
import { makeMemory } from '../../../dev/memory/makeMemory.ts';
import { agent, day, OperationsBench, projectId } from '../../../dev/operations/operationsBench.ts';

let bench: OperationsBench;
beforeEach(async () => {
  bench = await OperationsBench.open();
});
afterEach(() => bench.close());

type Input = InputOf<typeof getBootContextOperation>;
const hour = 3_600_000;
const boot = (input: Input = {}, sessionId?: string) =>
  bench.call(getBootContextOperation, input, { actor: agent, sessionId });
const set = (changes: Partial<ServerConfig['boot']>) => {
  bench.config = { ...bench.config, boot: { ...bench.config.boot, ...changes } };
};
const headings = (text: string) => [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
const start = (id: string, working_on = `Work of ${id}`) =>
  bench.call(sessionStartOperation, { working_on }, { actor: agent, sessionId: id });

/** The project has a folder on this machine. */
const livesHere = () =>
  bench.store.write((unit) =>
    unit.projects.upsert({ id: projectId, name: 'proj', aliases: [], root: '/home/somebody/proj' }),
  );

/** Something for every section. */
async function fill(): Promise<void> {
  await livesHere();
  bench.user = 'Ada Lovelace';
  await bench.remember('Never push to main', { category: 'directive', scope: 'global' });
  await bench.remember('CI is red, see !12', { category: 'blocker' });
  await bench.remember('Tabs, not spaces', { category: 'convention' });
  await bench.remember('We use pnpm since !12', { category: 'decision' });
  await bench.insert({
    category: 'procedure',
    title: 'Rotate the keys',
    content: 'Rotate the keys',
    createdAt: bench.now - 90 * day,
    review: { reviewedAt: null, everyDays: 30 },
  });
  await bench.remember('Deploy with make ship', { category: 'procedure' });
  await bench.remember('Ship passkeys', { category: 'plan' });
  await bench.remember('The cache is shared', { category: 'fact' });
  await bench.insert({
    category: 'event',
    title: 'Renew the certificate',
    content: 'Renew the certificate of the gateway',
    reminder: { at: bench.now - 2 * hour, recurrence: 'weekly' },
  });
  await start('earlier', 'Passkeys');
  await bench.call(
    sessionWrapUpOperation,
    { summary: 'The login works', open_items: ['docs'], next: 'ask for a review' },
    { actor: agent, sessionId: 'earlier' },
  );
}

describe('the sections of a boot context', () => {
  it('are all there by default but recent decisions, and what changes with the clock stands last', async () => {
    await fill();
    await start('other');
    await bench.call(claimItemOperation, { item_ref: '!12' }, { actor: agent, sessionId: 'other' });
    const { text, ...answer } = await boot({ max_tokens: 5_000 });
    expect(headings(text)).toEqual([
      'Directives',
      'Who works here',
      'Open blockers',
      'Conventions',
      'Procedures',
      'Plans and context',
      'Facts',
      'Last session left open',
      'Due reminders',
      'Procedures to review',
      'Hot items',
      'Also at work',
    ]);
    expect(text).toContain('- user: Ada Lovelace (from git)');
    expect(text).toContain('- about !12: 2 memories, the last just now');
    expect(text).toMatch(/event · now · \S+ · Renew the certificate — due for 2h, weekly/);
    expect(text).toMatch(/Rotate the keys — due for 2mo/);
    expect(text).toContain('(other) Work of other · holds !12');
    expect(answer).toMatchObject({
      identity: { user: 'Ada Lovelace', from: 'git' },
      hotItems: [{ reference: '!12', memories: 2, age: 'now', title: null, state: null }],
      sessions: [{ id: 'other', claims: ['!12'] }],
      leftOut: [],
      omitted: 0,
    });
    // Nothing is said twice.
    expect(text.split('Rotate the keys')).toHaveLength(2);
  });

  it('come as they are asked for, whatever the settings say', async () => {
    await fill();
    set({ facts: false });
    for (const name of bootSections) {
      const { text } = await boot({ sections: [name] });
      const shown = headings(text).length;
      // No loops run, and a name comes only with its section.
      expect([name, shown > 0]).toEqual([name, !['loops', 'active_sessions'].includes(name)]);
    }
    expect(headings((await boot({ sections: [] })).text)).toContain('Conventions');
    expect(headings((await boot({ sections: ['facts', 'directives'] })).text)).toEqual([
      'Directives',
      'Facts',
    ]);
  });

  it.each<[keyof ServerConfig['boot'], string]>([
    ['directives', 'Directives'],
    ['identity', 'Who works here'],
    ['unresolvedBlockers', 'Open blockers'],
    ['conventions', 'Conventions'],
    ['procedures', 'Procedures'],
    ['plans', 'Plans and context'],
    ['facts', 'Facts'],
    ['lastSession', 'Last session left open'],
    ['reminders', 'Due reminders'],
    ['hotItems', 'Hot items'],
  ])('are switched by the setting boot.%s', async (name, heading) => {
    await fill();
    set({ maxTokens: 5_000 });
    expect(headings((await boot()).text)).toContain(heading);
    set({ [name]: false });
    expect(headings((await boot()).text)).not.toContain(heading);
  });

  it('have decisions of the last days when they are switched on, and those that are pinned always', async () => {
    const one = (title: string, rest: Partial<Memory>) =>
      bench.insert({ category: 'decision', title, content: title, trust: 'user', ...rest });
    await one('Pinned', { pinned: true, createdAt: bench.now - 300 * day });
    await one('Old', { createdAt: bench.now - 4 * day });
    await one('New', { createdAt: bench.now - 2 * day });
    const titles = async () => {
      const { sections } = await boot();
      return sections.map(({ name, memories }) => [name, ...memories.map(({ title }) => title)]);
    };
    expect(await titles()).toEqual([['Pinned decisions', 'Pinned']]);
    set({ recentDecisions: true });
    expect(await titles()).toEqual([['Recent decisions', 'Pinned', 'New']]);
    set({ recentDecisionDays: 5 });
    expect(await titles()).toEqual([['Recent decisions', 'Pinned', 'Old', 'New']]);
  });

  it('name the person of the settings before the one of git', async () => {
    bench.user = 'Ada';
    expect((await boot()).identity).toBeNull();
    await livesHere();
    expect((await boot()).identity).toEqual({ user: 'Ada', from: 'git' });
    bench.config = { ...bench.config, identity: { ...bench.config.identity, user: 'Grace' } };
    expect((await boot()).identity).toEqual({ user: 'Grace', from: 'settings' });
  });
});

describe('where no memory is shown', () => {
  const [nothing, none, others] = [
    'Nothing is remembered here yet.',
    'No memory is kept here yet.',
    'Other kinds of memory are kept here: use recall.',
  ];
  /** Which of the three sentences is said, and what stands above it. */
  const said = async (input: Input = {}) => {
    const { text } = await boot(input, 'me');
    return [headings(text), [nothing, none, others].filter((sentence) => text.includes(sentence))];
  };
  const leave = async (summary?: string) => {
    await start('left');
    await bench.call(
      sessionWrapUpOperation,
      { session_id: 'left', open_items: ['the other half'], ...(summary ? { summary } : {}) },
      { actor: agent, sessionId: 'left' },
    );
  };

  it('nothing is remembered, where there is nothing at all', async () => {
    expect(await said()).toEqual([[], [nothing]]);
    await livesHere();
    bench.user = 'Ada Lovelace';
    expect(await said()).toEqual([['Who works here'], [nothing]]);
  });

  it('no memory is kept, where others are at work or have left something', async () => {
    await leave();
    // What was left is kept as an event too.
    await bench.store.write(async ({ memories }) => {
      const { memories: events } = await memories.list({ projects: [projectId] }, { limit: 10 });
      await memories.purge(events.map(({ id }) => id));
    });
    expect(await said()).toEqual([['Last session left open'], [none]]);
    await start('other');
    await bench.call(claimItemOperation, { item_ref: '!12' }, { actor: agent, sessionId: 'other' });
    const [above, sentences] = await said({ sections: ['active_sessions'] });
    expect([above, sentences]).toEqual([['Also at work'], [none]]);
  });

  it('there are others, where what is kept is in no section that is shown', async () => {
    await leave('Half of the parser');
    expect(await said()).toEqual([['Last session left open'], [others]]);
    await bench.remember('We use pnpm', { category: 'decision' });
    expect(await said({ sections: ['facts'] })).toEqual([[], [others]]);
    await bench.remember('Released 1.0', { category: 'event' });
    await start('other');
    expect(await said({ sections: ['active_sessions'] })).toEqual([['Also at work'], [others]]);
    expect(await said({ sections: ['identity'] })).toEqual([[], [others]]);
    // Twins: with its section on, a memory stands there, and none of these is said.
    expect(await said({ sections: ['recent_decisions'] })).toEqual([['Recent decisions'], []]);
    await bench.remember('Never push to main', { category: 'directive' });
    expect(await said()).toEqual([['Directives', 'Last session left open', 'Also at work'], []]);
  });

  it('and what no agent may see is none of them', async () => {
    await bench.insert({ category: 'decision', title: 'Maybe', content: 'Maybe', status: 'candidate' });
    expect(await said()).toEqual([[], [nothing]]);
  });
});

describe('directives', () => {
  const directive = async (content: string, rest: object = {}) => {
    bench.now += 1_000;
    return (await bench.remember(content, { category: 'directive', ...rest })).memory;
  };
  const order = async (input: Input = {}) =>
    (await boot({ sections: ['directives'], ...input })).sections[0]?.memories.map(({ title }) => title);

  it('stand in their order, those for all projects first', async () => {
    await directive('third here', { position: 3 });
    await directive('without a place');
    const moved = await directive('second here', { position: 2 });
    await directive('second of all', { scope: 'global', position: 9 });
    await directive('last of all', { scope: 'global' });
    await directive('first of all', { scope: 'global', position: 1 });
    expect(await order()).toEqual([
      'first of all',
      'second of all',
      'last of all',
      'second here',
      'third here',
      'without a place',
    ]);
    await bench.call(editMemoryOperation, { memory_id: moved.id, position: 7 });
    expect((await order())?.slice(3)).toEqual(['third here', 'second here', 'without a place']);
    await bench.call(editMemoryOperation, { memory_id: moved.id, position: null });
    expect((await order())?.slice(3)).toEqual(['third here', 'without a place', 'second here']);
  });

  it('with a place are kept when not all fit, and what was left out is said', async () => {
    for (let index = 0; index < 40; index += 1)
      await directive(
        `Rule ${index}: ${'and more words about it '.repeat(6)}`,
        index < 3 ? { position: index + 1 } : {},
      );
    const { text, leftOut, fullTokens } = await boot({ max_tokens: 400 });
    const kept = await order({ max_tokens: 400 });
    expect(kept?.slice(0, 3).map((title) => title.slice(0, 6))).toEqual(['Rule 0', 'Rule 1', 'Rule 2']);
    const [left] = leftOut;
    expect(left).toMatchObject({ section: 'directives', what: 'directives' });
    const more = Math.ceil(fullTokens / 500) * 500;
    expect(text).toContain(`${left?.count} directives left out: get_boot_context max_tokens ${more}`);
    // What it says is so.
    expect((await boot({ max_tokens: more })).leftOut).toEqual([]);
  });
});

describe('what the last session left open', () => {
  it('is offered to the next session alone, until somebody takes it up', async () => {
    await start('before');
    await fill();
    const offered = async (id?: string) => (await boot({}, id)).lastSession?.session ?? null;
    bench.now += hour;
    expect(await offered()).toBe('earlier');
    expect(await offered('before')).toBe('earlier');
    await start('next');
    expect(await offered('next')).toBe('earlier');
    const { text } = await boot({}, 'next');
    expect(text).toContain(
      [
        '## Last session left open',
        '- left 1h ago by opencode (earlier): Passkeys',
        '- summary: The login works',
        '- open: docs',
        '- next: ask for a review',
        'session_continue takes it up.',
      ].join('\n'),
    );
    bench.now += 1_000;
    await start('later');
    expect(await offered('later')).toBeNull();
    expect(await offered('next')).toBe('earlier');
    await bench.call(sessionContinueOperation, {}, { actor: agent, sessionId: 'next' });
    expect(await offered('next')).toBeNull();
  });
});

describe('hot items', () => {
  it('have the title and the state that a forge has given them', async () => {
    await livesHere();
    for (const what of ['review', 'merge'])
      await bench.remember(`Before we ${what} !12`, { category: 'fact' });
    await bench.store.write((unit) =>
      unit.entities.put({
        reference: `${projectId}!12`,
        kind: 'merge_request',
        project: projectId,
        title: 'Resume uploads',
        state: 'merged',
        author: 'ada',
        labels: [],
        url: null,
        outcome: 'found',
        etag: null,
        fetchedAt: bench.now,
        triedAt: bench.now,
      }),
    );
    const { hotItems, text } = await boot();
    expect(hotItems).toMatchObject([{ reference: '!12', title: 'Resume uploads', state: 'merged' }]);
    expect(text).toContain('Resume uploads');
  });

  it('are those that memories of late name most, the newer the more', async () => {
    const named = (entities: string[], ago: number, rest: Partial<Memory> = {}) =>
      bench.insert({
        category: 'event',
        title: 'x',
        content: 'x',
        entities,
        createdAt: bench.now - ago,
        ...rest,
      });
    for (const ago of [10, 11, 12]) await named(['!1'], ago * day);
    for (const ago of [1, 2]) await named(['#2'], ago * day);
    for (const ago of [15, 16, 17, 18]) await named(['&3'], ago * day);
    await named(['!4'], 0);
    await named(['group/proj#5'], day, { project: null, scope: 'global', trust: 'user' });
    await named(['#5'], 3 * day);
    await named(['!6'], day, { status: 'archived' });
    await named(['!6'], day, { status: 'archived' });
    const { hotItems } = await boot();
    expect(hotItems.map(({ reference, memories, age }) => [reference, memories, age])).toEqual(
      [
        ['#2', 2, '1d'],
        ['#5', 2, '1d'],
        ['!1', 3, '10d'],
      ].map(([reference, memories, age]) => [reference, memories, age === '10d' ? '1w' : age]),
    );
    set({ maxHotItems: 1 });
    expect((await boot()).hotItems).toHaveLength(1);
  });
});

describe('a boot context', () => {
  it('is the same for the same state and moment, in whatever order it came to be', async () => {
    const memories = Array.from({ length: 60 }, (_, index) =>
      makeMemory({
        id: `0196${String(index).padStart(4, '0')}-0000-7000-8000-${String(index * 7_919).padStart(12, '0')}`,
        project: projectId,
        trust: 'user',
        category: (['directive', 'blocker', 'convention', 'fact', 'procedure'] as const)[index % 5] ?? 'fact',
        title: `Memory ${index}`,
        content: `Memory ${index}`,
        entities: [`!${index % 4}1`],
        // Many at one moment.
        createdAt: bench.now - (index % 3) * day,
        updatedAt: bench.now,
        position: index % 10 === 0 ? 1 : null,
        reminder: index % 9 === 0 ? { at: bench.now - hour, recurrence: null } : null,
      }),
    );
    const texts = new Set<string>();
    for (const turn of [1, 7, 59]) {
      const another = await OperationsBench.open();
      const shuffled = memories.map((_, index) => memories[(index * turn) % 60] ?? memories[0]);
      try {
        await another.store.write(async (unit) => {
          for (const memory of turn === 1 ? memories : [...new Set(shuffled)])
            if (memory) await unit.memories.insert(memory);
        });
        for (const max_tokens of [300, 1_200])
          texts.add((await another.call(getBootContextOperation, { max_tokens }, { actor: agent })).text);
      } finally {
        await another.close();
      }
    }
    expect(texts.size).toBe(2);
  });
});

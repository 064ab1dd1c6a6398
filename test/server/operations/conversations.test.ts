import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { agent, OperationsBench, person } from '../../../dev/operations/operationsBench.ts';
import type { Actor } from '../../../src/core/memory/history.ts';
import type { Memory } from '../../../src/core/memory/memory.ts';
import { getMemoryOperation } from '../../../src/protocol/operations/memories/getMemory.ts';
import { ingestionStatusOperation } from '../../../src/protocol/operations/ingestion/ingestionStatus.ts';
import { recallOperation } from '../../../src/protocol/operations/recall/recall.ts';

let bench: OperationsBench;
const at = Date.UTC(2026, 9, 5, 8, 30);

beforeEach(async () => {
  bench = await OperationsBench.open();
});
afterEach(() => bench.close());

async function talk(title: string, turns: readonly string[]): Promise<Memory> {
  const memory = await bench.insert({
    title,
    content: `Conversation with OpenCode. It begins: ${turns[0]}`,
    category: 'conversation',
    session: `ses_${title}`,
    source: { kind: 'conversation', ref: `opencode:ses_${title}`, actor: 'opencode' },
    trust: 'agent',
  });
  await bench.store.write((unit) =>
    unit.turns.put(
      memory,
      turns.map((content, order) => ({
        key: `m${order}`,
        speaker: order % 2 === 0 ? ('user' as const) : ('assistant' as const),
        saidAt: at + order * 60_000,
        content,
      })),
    ),
  );
  return memory;
}

/** Something that nobody asks about, of some length. */
const filler = (order: number): string =>
  `Number ${order}: ${'the weather over the hills is mild. '.repeat(20)}`;

describe('a conversation', () => {
  const turns = [
    ...Array.from({ length: 40 }, (_, order) => filler(order)),
    'Why does the keyring test fail on Windows?',
    'The path has a drive letter, so keyringPath splits at the last colon now.',
    'Good. And the release?',
    ...Array.from({ length: 40 }, (_, order) => filler(100 + order)),
  ];

  it('is found by one of its turns, and shown there with those beside it alone', async () => {
    const { id } = await talk('Morning', turns);
    const { memories, full = [] } = await bench.call(recallOperation, {
      query: 'keyring drive letter',
      compact: false,
    });
    expect(memories.map((line) => line.id)).toEqual([id]);
    expect(memories[0]?.snippet).toMatch(/^assistant: The path has a drive letter/);
    const content = full[0]?.content ?? '';
    expect(content).toBe(
      [
        'user, 2026-10-05 09:10 UTC:\nWhy does the keyring test fail on Windows?',
        'assistant, 2026-10-05 09:11 UTC:\nThe path has a drive letter, so keyringPath splits at the last colon now.',
        'user, 2026-10-05 09:12 UTC:\nGood. And the release?',
      ].join('\n\n'),
    );
    expect(full[0]?.createdAt).toBe(at + 41 * 60_000);
    // Nothing of this is in the memory itself, which goes on saying what it said.
    expect((await bench.store.read((unit) => unit.memories.get(id)))?.content).toContain(
      'It begins: Number 0',
    );
  });

  it('shows of a long turn the part that answers, within bounds', async () => {
    const long = `${filler(1).repeat(20)}\n\nThe sandpiper token is rotated on Mondays.\n\n${filler(2).repeat(20)}`;
    await talk('Long', [filler(3), long, filler(4)]);
    const { full = [] } = await bench.call(recallOperation, { query: 'sandpiper rotated', compact: false });
    expect(full[0]?.content).toContain('The sandpiper token is rotated on Mondays.');
    expect(full[0]?.content.length).toBeLessThan(1_800);
  });

  it('is silent about what nobody said, and spells what was said as it was meant', async () => {
    await talk('Morning', turns);
    await bench.remember('The harbour is closed');
    expect((await bench.call(recallOperation, { query: 'tax returns of 1987' })).memories).toEqual([]);
    const misspelt = await bench.call(recallOperation, { query: 'keyrng drive' });
    expect(misspelt.corrections).toEqual([{ from: 'keyrng', to: 'keyring' }]);
    expect(misspelt.memories).toHaveLength(1);
  });

  it('is read page by page by a person, and never whole by an agent', async () => {
    const { id } = await talk('Morning', turns);
    const read = (turns_from: number | undefined, actor: Actor) =>
      bench.call(
        getMemoryOperation,
        { ids: [id], ...(turns_from !== undefined && { turns_from }) },
        { actor },
      );
    const page = (await read(50, person)).conversations?.[0];
    expect(page).toMatchObject({ total: 83, from: 50 });
    expect(page?.turns.map(({ content }) => content)).toEqual(turns.slice(50));
    const glance = (await read(50, agent)).conversations?.[0];
    expect(glance).toMatchObject({ total: 83, from: 0 });
    expect(glance?.turns).toHaveLength(6);
    expect(glance?.turns.every(({ content }) => content.length <= 500)).toBe(true);
  });
});

it('says which conversations are read', async () => {
  expect(await bench.call(ingestionStatusOperation, {})).toMatchObject({
    enabled: true,
    agents: [{ agent: 'opencode', on: true, sources: [] }],
    last: null,
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/core/memory/history.ts';
import type { InputOf } from '../../../src/protocol/operation.ts';
import { getBootContextOperation } from '../../../src/protocol/operations/recall/getBootContext.ts';
import { rememberOperation } from '../../../src/protocol/operations/memories/remember.ts';
import { updateMemoryTool } from '../../../src/protocol/tools/updateMemoryTool.ts';
import { agent, OperationsBench, person, projectId } from '../../../dev/operations/operationsBench.ts';

let bench: OperationsBench;
beforeEach(async () => {
  bench = await OperationsBench.open();
});
afterEach(() => bench.close());

const boot = async (max_tokens = 2_000) =>
  bench.call(getBootContextOperation, { max_tokens }, { actor: agent });
const shownIds = async (): Promise<string[]> =>
  (await boot(20_000)).sections.flatMap(({ memories }) => memories.map(({ id }) => id));
const update = (actor: Actor, input: InputOf<typeof updateMemoryTool>) =>
  bench.call(updateMemoryTool, input, { actor });
const remember = async (
  actor: Actor,
  content: string,
  rest: Partial<InputOf<typeof rememberOperation>> = {},
) => bench.call(rememberOperation, { content, category: 'convention', ...rest }, { actor });

describe('pinned memories', () => {
  it.each(['convention', 'decision', 'procedure', 'fact', 'plan'] as const)(
    'stay in the boot context whatever their age: %s',
    async (category) => {
      const { memory } = await remember(person, 'The oldest of all', { category });
      await update(person, { memory_id: memory.id, action: 'pin' });
      for (let index = 0; index < 210; index += 1) {
        bench.now += 1_000;
        await bench.insert({
          category: index % 2 === 0 ? category : 'convention',
          content: `Newer ${index}`,
          title: `Newer ${index}`,
        });
      }
      for (const tokens of [100, 1_200, 20_000])
        expect(
          (await boot(tokens)).sections.flatMap(({ memories }) => memories.map(({ id }) => id)),
        ).toContain(memory.id);
      await update(person, { memory_id: memory.id, action: 'unpin' });
      expect(
        (await boot(1_200)).sections.flatMap(({ memories }) => memories.map(({ id }) => id)),
      ).not.toContain(memory.id);
    },
  );

  it('of the person stand before 130 that agents have pinned', async () => {
    const { memory } = await remember(person, 'Never push with --force');
    await update(person, { memory_id: memory.id, action: 'pin' });
    for (let index = 0; index < 130; index += 1)
      await bench.insert({
        category: 'convention',
        pinned: true,
        trust: 'agent',
        content: `Pinned by an agent ${index}`,
        title: `P ${index}`,
        createdAt: bench.now + index,
      });
    for (const tokens of [100, 300, 1_200])
      expect((await boot(tokens)).sections[0]?.memories.map(({ id }) => id)).toContain(memory.id);
  });

  it('are not pushed out by what other sessions note for themselves', async () => {
    const kept = await bench.insert({
      category: 'convention',
      content: 'Use tabs',
      title: 'Tabs',
      project: projectId,
    });
    for (let index = 0; index < 210; index += 1)
      await bench.insert({
        category: 'convention',
        scope: 'session',
        session: 'ses_x',
        content: `Note ${index}`,
        title: `N ${index}`,
        createdAt: bench.now + index + 1,
      });
    expect(await shownIds()).toEqual([kept.id]);
  });
});

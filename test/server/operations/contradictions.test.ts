import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadBuiltInEmbedder } from '../../../src/embed/builtIn/loadBuiltInEmbedder.ts';
import { recallOperation } from '../../../src/protocol/operations/recall/recall.ts';
import { OperationsBench } from '../../../dev/operations/operationsBench.ts';

interface Pair {
  readonly half: 'a' | 'b';
  readonly kind: string;
  readonly question: string;
  readonly first: string;
  readonly second: string;
  readonly same: string;
}

const pairs = readFileSync(new URL('../../data/contradictions.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Pair);

describe('memories that contradict each other', () => {
  let bench: OperationsBench;
  const ids = new Map<string, string>();
  beforeAll(async () => {
    bench = await OperationsBench.open(loadBuiltInEmbedder());
    for (const { first, second, same } of pairs)
      for (const content of [first, second, same])
        ids.set(content, (await bench.remember(content, { category: 'fact' })).memory.id);
  });
  afterAll(() => bench.close());

  const recall = (query: string) => bench.call(recallOperation, { query, limit: 50 });

  it.each(['a', 'b'] as const)('are both shown, and what says the same is folded, half %s', async (half) => {
    for (const { kind, question, first, second, same } of pairs.filter((pair) => pair.half === half)) {
      const { memories, folded = [] } = await recall(question);
      const shown = memories.map(({ id }) => id);
      const idOf = (content: string) => ids.get(content) ?? '';
      expect(shown, `${kind}: ${question}`).toContain(idOf(second));
      // Either the first or its twin is shown, and stands for the other unless the two were one memory from the start.
      const [said, twin] = [idOf(first), idOf(same)];
      const into = shown.find((id) => id === said || id === twin);
      expect(into, `${kind}: ${question}`).toBeDefined();
      const other = into === said ? twin : said;
      if (said === twin) continue;
      expect(shown).not.toContain(other);
      expect(folded, `${kind}: ${question}`).toContainEqual({ into, ids: [other] });
    }
  });

  it('are three when they are blockers of three names', async () => {
    const blockers = ['Dublin', 'Berlin', 'Lisbon'].map(
      (city) => `The release waits until the ${city} office has signed the new terms of the processor`,
    );
    for (const content of blockers) await bench.remember(content, { category: 'blocker' });
    const { memories, folded = [] } = await recall('which office has to sign the terms of the processor');
    const shown = memories.filter(({ category }) => category === 'blocker').map(({ id }) => id);
    expect(shown).toHaveLength(3);
    expect(folded.filter(({ into }) => shown.includes(into))).toEqual([]);
  });
});

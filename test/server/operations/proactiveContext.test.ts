import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OperationsBench, projectUrl } from '../../../dev/operations/operationsBench.ts';
import { configureOperation } from '../../../src/protocol/operations/system/configure.ts';
import { getProactiveContextOperation } from '../../../src/protocol/operations/recall/getProactiveContext.ts';

let bench: OperationsBench;
beforeEach(async () => {
  bench = await OperationsBench.open();
});
afterEach(() => bench.close());

const offered = async (query: string, more: object = {}) =>
  bench.call(getProactiveContextOperation, { query, project: projectUrl, ...more });
const titles = ({ items }: { items: readonly { title: string }[] }) => items.map(({ title }) => title);
const keep = (content: string, more: object = {}) =>
  bench.remember(content, { project: projectUrl, ...more });

describe('get_proactive_context', () => {
  it('brings what a text names, open blockers first, and what answers it', async () => {
    await keep('The gateway drops long uploads', { category: 'blocker', entities: ['!12'] });
    await keep('Uploads are resumed in pieces of 5 MB', { category: 'decision', entities: ['!12'] });
    await keep('The staging cluster is rebuilt on Mondays', { category: 'fact' });
    await keep('Colours of the logo are blue and green', { category: 'fact' });
    const found = await offered('Please finish !12, then rebuild the staging cluster');
    expect(found.entities).toEqual(['!12']);
    expect(titles(found).slice(0, 2)).toEqual([
      'The gateway drops long uploads',
      'Uploads are resumed in pieces of 5 MB',
    ]);
    expect(titles(found)).toContain('The staging cluster is rebuilt on Mondays');
    expect(titles(found)).not.toContain('Colours of the logo are blue and green');
    expect(found.items.map(({ via }) => via).slice(0, 3)).toEqual(['!12', '!12', null]);
  });

  it('takes entities that the text does not name, and leaves out what is known', async () => {
    const known = await keep('Known already', { entities: ['#34'] });
    await keep('Not known yet', { entities: ['#34'] });
    expect(titles(await offered('Go on', { entities: ['#34'] })).toSorted()).toEqual([
      'Known already',
      'Not known yet',
    ]);
    expect(
      titles(await offered('Go on', { entities: ['#34'], exclude_ids: [known.memory.id.slice(-12)] })),
    ).toEqual(['Not known yet']);
  });

  it('says nothing where nothing is about the text, and nothing of another project', async () => {
    await bench.remember('The staging cluster is rebuilt on Mondays', { project: 'example.com/other/app' });
    await keep('Colours of the logo are blue and green');
    const found = await offered('When is the staging cluster rebuilt?');
    expect(found).toMatchObject({ items: [], tokens: 0, omitted: 0 });
    expect(found.text).toContain('Nothing is remembered about this.');
  });

  it('keeps to its budget and says what was left out', async () => {
    for (let count = 0; count < 4; count += 1)
      await keep(`Step ${count} of !7: ${'details of the step '.repeat(20)}`, { entities: ['!7'] });
    const all = await offered('!7');
    expect(all).toMatchObject({ omitted: 0, budget: 2_000 });
    const few = await offered('!7', { max_tokens: all.tokens - 1 });
    expect(few.items.length).toBe(3);
    expect(few).toMatchObject({ omitted: 1 });
    expect(few.tokens).toBeLessThanOrEqual(all.tokens - 1);
  });

  it('offers as many, and as sure, as the settings say', async () => {
    for (const count of [1, 2, 3]) await keep(`Note ${count} on !9`, { entities: ['!9'] });
    await bench.call(configureOperation, { set: { proactive: { maxItems: 2 } } });
    expect((await offered('!9')).items).toHaveLength(2);
    await keep('The staging cluster is rebuilt on Mondays');
    expect(titles(await offered('When is the staging cluster rebuilt?'))).toHaveLength(1);
    await bench.call(configureOperation, { set: { proactive: { minRelevance: 1 } } });
    expect(titles(await offered('When is the staging cluster rebuilt?'))).toEqual([]);
  });

  it('leaves out directives, which every boot context has', async () => {
    await keep('Always rebuild the staging cluster on Mondays', { category: 'directive' });
    expect(titles(await offered('Rebuild the staging cluster'))).toEqual([]);
  });

  it('reads a long text by its beginning and its end', async () => {
    await keep('The staging cluster is rebuilt on Mondays');
    const long = `${'Some log line without meaning. '.repeat(500)}\nWhen is the staging cluster rebuilt?`;
    expect(titles(await offered(long))).toEqual(['The staging cluster is rebuilt on Mondays']);
  });
});

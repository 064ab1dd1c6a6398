import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OperationsBench, agent, person } from '../../../dev/operations/operationsBench.ts';
import { loadBuiltInEmbedder } from '../../../src/embed/builtIn/loadBuiltInEmbedder.ts';
import { configureOperation } from '../../../src/protocol/operations/system/configure.ts';

let bench: OperationsBench;
let count = 0;
let project = '';
beforeAll(async () => {
  bench = await OperationsBench.open(loadBuiltInEmbedder());
});
afterAll(() => bench.close());
beforeEach(() => {
  project = `example.com/team/app-${(count += 1)}`;
});

const say = (content: string, rest: object = {}, actor = agent) =>
  bench.remember(content, { category: 'decision', ...rest }, { actor, project });

describe('what says nearly the same as something that is there', () => {
  it.each<[string, string, string]>([
    [
      'in another order',
      'Orders are kept in Postgres because the audit needs transactions',
      'Because the audit needs transactions, orders are kept in Postgres',
    ],
    [
      'with a word more',
      'The nightly export runs before the warehouse tables are rebuilt',
      'The nightly export runs at three before the warehouse tables are rebuilt',
    ],
    [
      'in other forms of the words',
      'We deploy the harbour service with make ship from the release branch',
      'The harbour service is deployed with make ship from release branches',
    ],
  ])('%s, is kept, and the earlier one is offered', async (_how, first, second) => {
    const known = await say(first);
    const { created, memory, near, text } = await say(second);
    expect(created).toBe(true);
    expect(near).toMatchObject([{ id: known.memory.id, opposition: null }]);
    expect(text).toContain(`Looks like [${known.memory.shortId}] decision`);
    expect(text).toContain(`memory_id ${known.memory.shortId}, superseded_by ${memory.shortId}`);
    expect([(await bench.stored(known.memory.id)).status, (await bench.stored(memory.id)).status]).toEqual([
      'active',
      'active',
    ]);
    // What is offered can be done as it is said.
    const done = await bench.dispatcher.dispatch(
      'update_memory',
      { action: 'supersede', memory_id: known.memory.shortId, superseded_by: memory.shortId },
      { actor: agent, project },
    );
    expect(done.result).toMatchObject({ changed: true });
    expect((await bench.stored(known.memory.id)).supersededBy).toBe(memory.id);
  });

  it.each<[string, string, string]>([
    [
      'a denial',
      'Use Redis for the sessions of the harbour',
      'Do not use Redis for the sessions of the harbour',
    ],
    [
      'another port',
      'The harbour database listens on port 5432',
      'The harbour database listens on port 5433',
    ],
    ['another name', 'Orders of the harbour are kept in Postgres', 'Orders of the harbour are kept in MySQL'],
  ])('but excludes it is told as that: %s', async (_what, first, second) => {
    const known = await say(first);
    const { near, text } = await say(second, { category: 'convention' });
    expect(near?.map(({ id, opposition }) => [id, opposition !== null])).toEqual([[known.memory.id, true]]);
    expect(text).toContain(`May contradict [${known.memory.shortId}]`);
  });

  const first = 'The berth maps are drawn anew every night from the tide tables';
  const second = 'The berth maps are drawn anew each night from the tide tables';

  it.each<[string, object, object]>([
    ['of another category', { category: 'fact' }, {}],
    ['of another scope', { scope: 'global' }, {}],
    ['that is a conversation', { category: 'conversation' }, { category: 'conversation' }],
  ])('is not looked for among what is %s', async (_what, earlier, later) => {
    await say(first, earlier, person);
    expect((await say(second, later)).near).toBeUndefined();
  });

  it('is not looked for in another project, nor among what was put away', async () => {
    await bench.remember(first, { category: 'decision' }, { project: 'example.com/elsewhere' });
    const old = await say(first);
    await bench.dispatcher.dispatch(
      'archive_memory',
      { memory_id: old.memory.id },
      { actor: person, project },
    );
    expect((await say(second)).near).toBeUndefined();
  });

  it('is no news where it replaces that one', async () => {
    const known = await say(first);
    expect((await say(second, { supersedes: known.memory.id })).near).toBeUndefined();
  });

  it('is not looked for at a threshold of 0, and less is alike at 1', async () => {
    await say(first);
    await bench.call(configureOperation, { set: { duplicates: { threshold: 0 } } });
    expect((await say(second)).near).toBeUndefined();
    await bench.call(configureOperation, { set: { duplicates: { threshold: 0.8 } } });
    expect((await say(`${second}, as agreed`)).near).toHaveLength(2);
  });

  it('says that nothing is near where nothing is', async () => {
    await say('The mail relay of the harbour needs a new certificate in spring');
    expect((await say('Tide tables come from the port authority as CSV')).near).toBeUndefined();
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { agent, OperationsBench, projectId } from '../../../dev/operations/operationsBench.ts';
import { MemoryBridgeError } from '../../../src/core/errors.ts';
import type { Loan } from '../../../src/core/taskLoans.ts';
import { until } from '../../../dev/processes/until.ts';
import { forgesOf } from '../../../src/core/forge/forges.ts';
import type { ForgeAnswer } from '../../../src/entities/forge.ts';
import { deleteEntityOperation } from '../../../src/protocol/operations/entities/deleteEntity.ts';
import { enrichEntitiesOperation } from '../../../src/protocol/operations/entities/enrichEntities.ts';
import { enrichEntityOperation } from '../../../src/protocol/operations/entities/enrichEntity.ts';
import { listEntitiesOperation } from '../../../src/protocol/operations/entities/listEntities.ts';
import { undoOperation } from '../../../src/protocol/operations/memories/undo.ts';
import { getContextOperation } from '../../../src/protocol/operations/recall/getContext.ts';
import { configureOperation } from '../../../src/protocol/operations/system/configure.ts';

let bench: OperationsBench;
let asked: string[];
let answers: (name: string) => ForgeAnswer;
/** What each question was lent. */
let lent: Loan[];

const found = (title: string, url = 'https://gitlab.com/x'): ForgeAnswer => ({
  kind: 'found',
  facts: {
    title,
    state: 'merged',
    author: 'ada',
    labels: ['backend'],
    url,
    etag: 'e',
  },
});

beforeEach(async () => {
  bench = await OperationsBench.open();
  asked = [];
  lent = [];
  answers = () => found('Queue uploads');
  bench.forge = {
    lookUp: async ({ host, path, kind, value }, options) => {
      lent.push(options.lent ?? {});
      asked.push(`${host}/${path} ${kind} ${value}`);
      return answers(`${host} ${kind} ${value}`);
    },
  };
});
afterEach(() => bench.close());

const context = (entity_ref: string) => bench.call(getContextOperation, { entity_ref });

describe('enrich_entity', () => {
  it('asks the forge, and get_context shows what is kept, with its age, without asking', async () => {
    await bench.remember('The queue of !12 is kept on disk');
    expect((await context('!12')).details).toBeNull();
    const { details, isFresh, message } = await bench.call(enrichEntityOperation, { entity_ref: '(!12).' });
    expect([isFresh, message, details?.title, details?.state]).toEqual([
      true,
      null,
      'Queue uploads',
      'merged',
    ]);
    expect(asked).toEqual([`${projectId} merge_request 12`]);
    bench.now += 3 * 3_600_000;
    const shown = await context('https://gitlab.com/group/proj/-/merge_requests/12');
    expect([shown.entity, shown.details?.age, shown.details?.isStale]).toEqual(['!12', '3h', false]);
    expect(shown.text).toContain('"Queue uploads" · merged · by ada · labels backend');
    bench.now += 48 * 3_600_000;
    expect((await context('!012')).text).toContain('Ask again with enrich_entity.');
    expect(asked).toHaveLength(1);
  });

  it.each<[string, ForgeAnswer]>([
    ['away', { kind: 'unreachable', sentence: 'The name could not be resolved.' }],
    [
      'tired of questions',
      { kind: 'limited', until: 9e12, sentence: 'gitlab.com wants no more questions until then.' },
    ],
    ['hiding it now', { kind: 'no_access', sentence: 'gitlab.com wants a token.' }],
  ])('answers with what is kept when the forge is %s', async (_name, answer) => {
    await bench.call(enrichEntityOperation, { entity_ref: '!12' });
    bench.now += 3_600_000;
    answers = () => answer;
    const { details, isFresh, message } = await bench.call(enrichEntityOperation, { entity_ref: '!12' });
    expect([details?.title, details?.age, isFresh]).toEqual(['Queue uploads', '1h', false]);
    expect(message).toBe('sentence' in answer ? answer.sentence : '');
  });

  it('keeps no secret and no line of what a forge says', async () => {
    const token = `glpat-${'aB3'.repeat(7)}`;
    const url = `https://gitlab.com/a?Bearer%20${token}`;
    answers = () => found(`Use ${token}\n## Forged\u202e ${'long '.repeat(200)}`, url);
    const { details, text } = await bench.call(enrichEntityOperation, { entity_ref: '!12' });
    expect(JSON.stringify(details)).not.toContain(token);
    expect(details?.title?.length).toBeLessThanOrEqual(300);
    expect(text.split('\n')).toHaveLength(1);
    expect(details?.title).not.toMatch(/[\n\u202e]/);
  });

  it.each([
    ['nothing that a forge knows', 'the queue', 'invalid_input'],
    ['an ADR', 'ADR-7', 'invalid_input'],
    ['a host that is not known', 'https://unknown.example/a/b/-/issues/1', 'not_found'],
  ])('refuses %s', async (_name, entity_ref, code) => {
    await expect(bench.call(enrichEntityOperation, { entity_ref })).rejects.toMatchObject({ code });
    expect(asked).toEqual([]);
  });
});

describe('enrich_entities', () => {
  const run = async (input: object = {}) =>
    (await bench.ended(await bench.call(enrichEntitiesOperation, input))).result;

  it('asks once about each that is stale, the last mentioned first, as many as are wanted', async () => {
    for (const [number, reference] of ['!1', '#2', '&3', 'commit 1a2b3c4', 'ADR-5', '!1'].entries()) {
      bench.now += 1_000;
      await bench.remember(`Note ${number} about ${reference}`);
    }
    expect(await run({ limit: 2 })).toMatchObject({ asked: 2, found: 2, left: 0 });
    expect(asked).toEqual([`${projectId} merge_request 1`, `${projectId} commit 1a2b3c4`]);
    asked.length = 0;
    expect(await run()).toMatchObject({ asked: 2 });
    expect(asked).toEqual(['gitlab.com/group epic 3', `${projectId} issue 2`]);
    expect(await run()).toMatchObject({ asked: 0 });
    bench.now += 25 * 3_600_000;
    expect(await run()).toMatchObject({ asked: 4 });
    expect(await run({ entity_ref: '!1' })).toMatchObject({ asked: 1 });
  });

  it('leaves a forge alone that wants to be, goes on with others, and says so', async () => {
    for (const reference of ['!1', '!2', 'https://github.com/a/b/pull/3', '!4']) {
      bench.now += 1_000;
      await bench.remember(`A note about ${reference}`);
    }
    // What the project of an address is, is known by its id.
    await bench.projects.resolve('https://github.com/a/b');
    await bench.store.write(({ projects }) =>
      projects.upsert({ id: 'github.com/a/b', name: 'b', aliases: [] }),
    );
    answers = (name) =>
      name.startsWith('gitlab.com')
        ? { kind: 'limited', until: 9e12, sentence: 'gitlab.com wants no more questions.' }
        : found('Theirs');
    expect(await run()).toMatchObject({ found: 1, left: 3, notes: ['gitlab.com wants no more questions.'] });
    expect(asked).toEqual([`${projectId} merge_request 4`, 'github.com/a/b issue 3']);
  });
});

describe('what nobody can be asked about, or nobody was shown', () => {
  const run = async (input: object = {}) =>
    (await bench.ended(await bench.call(enrichEntitiesOperation, input))).result;

  it('is asked about again as soon as somebody wants to, until a forge has shown it', async () => {
    await bench.remember('A note about !1 and #2');
    await bench.remember('And one about !3');
    const closed: ForgeAnswer = {
      kind: 'no_access',
      sentence: 'gitlab.com wants a token. Set GITLAB_TOKEN.',
    };
    const hidden: ForgeAnswer = { kind: 'not_found', sentence: 'It is hidden.', advice: 'Set GITLAB_TOKEN.' };
    const gone: ForgeAnswer = { kind: 'not_found', sentence: 'It does not exist.' };
    answers = (name) => (name.endsWith(' 1') ? closed : name.endsWith(' 2') ? hidden : gone);
    expect(await run()).toMatchObject({ asked: 3, noAccess: 1, notFound: 2 });
    answers = () => found('Shown with a token');
    expect(await run()).toMatchObject({ asked: 2, found: 2 });
    // What a forge has shown, and what it says is not there, is left alone for a day.
    expect(await run()).toMatchObject({ asked: 0 });
  });

  it.each(['ssh.example.test', 'codeberg.org', 'git.old.example.com'])(
    'is said with the host that no setting names: %s',
    async (host) => {
      const project = `git@${host}:team/app.git`;
      await bench.remember('A note about !1 and #2', {}, { project });
      const told = await bench.ended(await bench.call(enrichEntitiesOperation, {}, { project }));
      expect(told.result).toMatchObject({
        asked: 0,
        notes: [
          `2 references lie on ${host}, which is no forge that is known. Name it in the setting forges.`,
        ],
      });
      const why = `${host} is no forge that is known, so that nobody can be asked about`;
      for (const said of ['!1', `https://${host}/team/app/-/issues/2`]) {
        const refused = bench.call(enrichEntityOperation, { entity_ref: said }, { project });
        await expect(refused).rejects.toThrow(why);
        const task = bench.call(enrichEntitiesOperation, { entity_ref: said }, { project });
        await expect(task).rejects.toThrow(why);
      }
      // The twin: with the setting it is asked.
      bench.forges = forgesOf({ [host]: { kind: 'gitlab' } }, 'gitlab.com');
      const asks = await bench.ended(await bench.call(enrichEntitiesOperation, {}, { project }));
      expect(asks.result).toMatchObject({ asked: 2, notes: [] });
    },
  );

  it('is said of a project without a remote', async () => {
    const project = 'root:0a1b2c3d4e5f60718293a4b5c6d7e8f901234567';
    await bench.remember('A note about !1 and #2, and nothing that a forge knows: ADR-7', {}, { project });
    const told = await bench.ended(await bench.call(enrichEntitiesOperation, {}, { project }));
    expect(told.result).toMatchObject({
      asked: 0,
      notes: ['2 references are of a project without a remote, so that nobody can be asked.'],
    });
  });

  it('is said of an epic where there are none, and of a short reference outside of projects', async () => {
    const hub = { project: 'git@github.com:team/app.git' };
    const epic = bench.call(enrichEntityOperation, { entity_ref: '&5' }, hub);
    await expect(epic).rejects.toThrow('github.com has no epics.');
    const short = bench.call(enrichEntityOperation, { entity_ref: '!5' }, { project: '/' });
    await expect(short).rejects.toThrow('Give its URL, or work in a repository with a remote');
  });

  it('keeps what was shown before, and says who was not shown it since', async () => {
    await bench.call(enrichEntityOperation, { entity_ref: '!12' });
    bench.now += 3_600_000;
    answers = () => ({ kind: 'no_access', sentence: 'gitlab.com wants a token.' });
    const { text } = await bench.call(enrichEntityOperation, { entity_ref: '!12' });
    expect(text).toContain('(the forge said so 1h ago, and did not show it to whoever asked last)');
    answers = () => ({ kind: 'not_found', sentence: 'It does not exist.' });
    bench.now += 3_600_000;
    const gone = await bench.call(enrichEntityOperation, { entity_ref: '!12' });
    expect(gone.text).toContain('(the forge said so 2h ago, and does not show it any more)');
  });
});

describe('a token that is lent', () => {
  const one = { GITLAB_TOKEN: 'tok-one' };
  const another = { GITHUB_TOKEN: 'tok-another' };
  const start = (caller: object) =>
    bench.call(enrichEntitiesOperation, { stale_hours: 0 }, { idempotencyKey: 'k', ...caller });

  it('is for the call that it came with', async () => {
    const ask = (entity_ref: string, caller: object) =>
      bench.call(enrichEntityOperation, { entity_ref }, caller);
    await ask('!1', { lent: one });
    await ask('!2', {});
    await ask('!3', { lent: another });
    expect(lent).toEqual([one, {}, another]);
  });

  it('is for the job that it came with, and gone when that has ended, in whatever way', async () => {
    for (const reference of ['!1', '!2']) await bench.remember(`A note about ${reference}`);
    const { job } = await start({ lent: one });
    expect((await bench.ended({ job })).state).toBe('done');
    await bench.ended(await start({ idempotencyKey: 'l' }));
    expect(lent).toEqual([one, one, {}, {}]);
    expect(bench.loans.of(job)).toEqual({});
    answers = () => {
      throw new MemoryBridgeError('invalid_input', 'No.');
    };
    const failing = await start({ idempotencyKey: 'm', lent: one });
    expect((await bench.ended(failing)).state).toBe('failed');
    await until(() => Object.keys(bench.loans.of(failing.job)).length === 0, { what: 'the end of the loan' });
  });

  it('is lent by a second one too, and again when the call is sent again', async () => {
    await bench.remember('A note about !1');
    let go = () => {};
    const held = new Promise<void>((resolve) => (go = resolve));
    const { forge } = bench;
    bench.forge = {
      lookUp: async (place, options) => {
        await held;
        return forge.lookUp(place, options);
      },
    };
    const { job } = await start({});
    expect(bench.loans.of(job)).toEqual({});
    expect((await start({ lent: one })).job).toBe(job);
    expect((await start({ idempotencyKey: 'l', lent: another })).job).toBe(job);
    expect(bench.loans.of(job)).toEqual({ ...one, ...another });
    go();
    await bench.ended({ job });
    await until(() => Object.keys(bench.loans.of(job)).length === 0, { what: 'the end of the loan' });
    await start({ lent: one });
    expect(bench.loans.of(job)).toEqual({});
  });
});

describe('list_entities and delete_entity', () => {
  it('list what memories name with what is known, take it off as one change, and put it back', async () => {
    await bench.remember('The queue of !12 is kept on disk');
    await bench.remember('Uploads of !12 wait for #3');
    await bench.call(enrichEntityOperation, { entity_ref: '!12' });
    const list = await bench.call(listEntitiesOperation, { page_size: 1 });
    expect([list.total, list.pages, list.entities.length]).toEqual([2, 2, 1]);
    const merge = await bench.call(listEntitiesOperation, { kind: 'merge_request' });
    expect(merge.entities).toMatchObject([
      { entity: '!12', memories: 2, details: { title: 'Queue uploads' } },
    ]);
    const gone = await bench.call(deleteEntityOperation, { entity_ref: '!12' });
    expect([gone.memories, gone.forgotten]).toEqual([2, true]);
    expect((await bench.call(listEntitiesOperation, {})).entities.map(({ entity }) => entity)).toEqual([
      '#3',
    ]);
    expect((await context('!12')).memories).toEqual([]);
    await bench.call(undoOperation, { change_id: gone.changeId });
    expect((await context('!12')).memories).toHaveLength(2);
    expect(await bench.call(deleteEntityOperation, { entity_ref: '!99' })).toMatchObject({
      memories: 0,
      changeId: '',
    });
  });
});

describe('a setting whose harm cannot be taken back', () => {
  it.each([
    { embedder: { provider: 'openai', baseUrl: 'https://evil.example/v1' } },
    { embedder: { provider: 'ollama', baseUrl: 'https://evil.example' } },
    { embedder: { provider: 'voyage' } },
    { network: { offline: true } },
    { historyDays: 1 },
    { candidateExpiryDays: 1 },
    { backups: { keep: 1 } },
    { boot: { maxTokens: 500 }, backups: { daily: false } },
    { logs: { level: 'trace' } },
  ] as const)('is changed by a person alone: %j', async (set) => {
    const before = bench.config;
    await expect(bench.call(configureOperation, { set }, { actor: agent })).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('only a person changes it'),
    });
    expect(bench.config).toEqual(before);
    await bench.call(configureOperation, { set });
    expect(bench.config).not.toEqual(before);
  });

  it.each([[['network']], [['boot', 'historyDays']], [['backups.keep']]])(
    'is put back by a person alone: %j',
    async (reset) => {
      await expect(bench.call(configureOperation, { reset }, { actor: agent })).rejects.toMatchObject({
        code: 'forbidden',
      });
      await bench.call(configureOperation, { reset });
    },
  );

  it.each([
    { set: { embedder: { provider: 'built-in' } } },
    { set: { embedder: { provider: 'ollama', baseUrl: 'http://127.0.0.1:11434' } } },
    { set: { boot: { maxTokens: 500 }, kv: { defaultTtlDays: 3 } } },
    { reset: ['embedder', 'boot'] },
  ] as const)('is not that of %j', async (input) => {
    const said = bench.call(configureOperation, structuredClone(input) as never, { actor: agent });
    await expect(said).resolves.toMatchObject({ warnings: [] });
  });
});

describe('the setting that says where tokens go', () => {
  it('is changed by a person alone', async () => {
    const forges = { 'git.example.com': { kind: 'gitlab' as const } };
    for (const set of [{ forges }, { identity: { instance: 'evil.example' } }])
      await expect(bench.call(configureOperation, { set }, { actor: agent })).rejects.toMatchObject({
        code: 'forbidden',
      });
    for (const name of ['forges', 'identity', 'identity.instance'])
      await expect(bench.call(configureOperation, { reset: [name] }, { actor: agent })).rejects.toMatchObject(
        {
          code: 'forbidden',
        },
      );
    await bench.call(configureOperation, { set: { forges } });
    expect(bench.config.forges).toEqual(forges);
  });

  it('loses no memory when it comes, and joins what is one', async () => {
    const remote = 'https://git.example.com/gitlab/team/app.git';
    const settings = {
      'git.example.com': { kind: 'gitlab' as const, web: 'https://git.example.com/gitlab' },
    };
    await bench.store.write(({ projects }) =>
      projects.upsert({ id: 'git.example.com/gitlab/team/app', name: 'app', aliases: [] }),
    );
    await bench.remember('Said before, about !12', {}, { project: remote });
    bench.forges = forgesOf(settings, 'gitlab.com');
    const ssh = { project: 'git@git.example.com:team/app.git' };
    expect((await bench.call(getContextOperation, { entity_ref: '!12' }, ssh)).memories).toHaveLength(1);
    // The twin: without it these are two projects.
    bench.forges = forgesOf({}, 'gitlab.com');
    expect((await bench.call(getContextOperation, { entity_ref: '!12' }, ssh)).memories).toHaveLength(0);
  });
});

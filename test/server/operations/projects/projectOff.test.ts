import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallDefinition, OperationDefinition } from '../../../../src/protocol/operation.ts';
import { namesOf } from '../../../../src/protocol/operation.ts';
import { operationDefinitions } from '../../../../src/protocol/operations/registry.ts';
import { callDefinitions, listedCalls } from '../../../../src/protocol/tools/registry.ts';
import { type Answer, elsewhere, type Json, leastInput, marker, OffWorld } from './offWorld.ts';

let world: OffWorld;

/** What is said of each verb by name; of others, the least that they take. */
const said: Readonly<Record<string, (actor: string) => Json | Promise<Json>>> = {
  recall: () => ({ query: marker }),
  get_memory: async () => ({ ids: [await world.remember()] }),
  get_context: () => ({ entity_ref: '!12' }),
  get_boot_context: () => ({}),
  list_memories: () => ({}),
  list_inbox: () => ({}),
  get_history: async () => ({ memory_id: await world.remember() }),
  remember: () => ({ content: `New ${Math.random()}`, category: 'fact' }),
  edit_memory: async () => ({ memory_id: await world.remember(), why: 'it is so' }),
  resolve_blocker: async () => ({ memory_id: await world.remember('blocker') }),
  unresolve_blocker: async () => ({ memory_id: await world.remember('blocker') }),
  supersede_memory: async () => ({
    memory_id: await world.remember(),
    superseded_by: await world.remember(),
  }),
  undo: async () => {
    const { text } = await world.api('remember', { content: `${marker} ${Math.random()}`, category: 'fact' });
    return { change_id: (JSON.parse(text) as { result: { changeId: string } }).result.changeId };
  },
  session_start: () => ({ session_id: `new ${Math.random()}` }),
  session_heartbeat: async (actor) => ({ session_id: await world.session(actor) }),
  session_end: async (actor) => ({ session_id: await world.session(actor) }),
  claim_item: async (actor) => ({
    session_id: await world.session(actor),
    resource: `src/${Math.random()}.ts`,
  }),
  release_item: async (actor) => ({ session_id: await world.session(actor), resource: 'src/a.ts' }),
  update_memory: async () => ({ memory_id: await world.remember(), action: 'edit', why: 'it is so' }),
  session: async (actor) => ({ action: 'heartbeat', session_id: await world.session(actor) }),
  loop: () => ({ action: 'status' }),
  review_inbox: () => ({ action: 'list' }),
  capture_commits: () => ({ root: world.root, catch_up: true }),
  capture_history: () => ({ root: world.root, action: 'count' }),
  list_jobs: () => ({}),
};

/** The command line without a terminal. */
const script = 'agent/cli';

/** The verbs that a call may come to. */
const verbsOf = (definition: CallDefinition): OperationDefinition[] =>
  operationDefinitions.filter(
    (verb) => verb.name === definition.name || verb.within?.tool === definition.name,
  );
/** What concerns no project goes on everywhere. */
const concernsProjects = (definition: CallDefinition): boolean =>
  verbsOf(definition).some(({ whenOff }) => whenOff !== 'anyone');
/** Only a person may, wherever it is. */
const isPersons = (answer: Answer): boolean => /[Oo]nly a person/.test(answer.text) && !answer.isOff;

const inputOf = async (definition: CallDefinition, actor = 'agent/test'): Promise<Json> =>
  said[definition.name]?.(actor) ?? leastInput(definition, await world.remember());

interface Try {
  readonly what: string;
  readonly definition: CallDefinition;
  readonly run: () => Promise<Answer>;
}

/** Every door for agents, with every call that it has, from within the project and about it. */
async function everyTry(): Promise<Try[]> {
  const tries: Try[] = [];
  const add = (what: string, definition: CallDefinition, run: Try['run']) =>
    tries.push({ what: `${what} ${definition.name}`, definition, run });
  for (const definition of callDefinitions.filter(concernsProjects)) {
    const { name } = definition;
    const input = await inputOf(definition);
    const ofScript = await inputOf(definition, script);
    add('HTTP', definition, () => world.api(name, input, { key: `key of ${name}` }));
    add('a script', definition, () => world.api(name, ofScript, { actor: script }));
    if (!('project' in definition.input.shape)) continue;
    const about = { ...(await inputOf(definition)), project: world.root };
    add('HTTP from elsewhere', definition, () => world.api(name, about, { at: elsewhere }));
    const away = { ...(await inputOf(definition)), project: elsewhere };
    add('HTTP about elsewhere', definition, () => world.api(name, away));
  }
  for (const [route, toolset] of [
    ['/mcp', 'core'],
    ['/mcp/full', 'full'],
  ] as const)
    for (const listed of listedCalls(toolset)) {
      const definition = callDefinitions.find((each) => namesOf(each).includes(listed.name));
      if (!definition || !concernsProjects(definition)) continue;
      const input = await inputOf(definition);
      const call = { name: listed.name, arguments: input };
      add(`${route} as ${listed.name}`, definition, () => world.mcp(route, 'tools/call', call));
    }
  return tries;
}

const prompts: readonly (readonly [string, Json])[] = [
  ['prompts/get', { name: 'boot' }],
  ['prompts/get', { name: 'recall', arguments: { query: marker } }],
  ['resources/read', { uri: 'memory://boot' }],
  ['resources/read', { uri: 'memory://entity/!12' }],
];

beforeAll(async () => {
  world = await OffWorld.open();
  for (const category of ['decision', 'directive', 'blocker', 'convention']) await world.remember(category);
});
afterAll(() => world.dispose());

describe('where memory is off', () => {
  let tries: Try[];
  let memoryResource: Json;

  beforeAll(async () => {
    tries = await everyTry();
    memoryResource = { uri: `memory://memory/${await world.remember()}` };
    await world.asPerson('set_project_mode', { mode: 'on' });
    await world.setMode('off');
  });

  it('every door for agents is closed, and not a byte of the database changes', async () => {
    expect(tries.length).toBeGreaterThan(150);
    const before = world.bytes();
    const open: string[] = [];
    for (const { what, run } of tries) {
      const answer = await run();
      if (!answer.isOff || answer.text.includes(marker)) open.push(`${what}: ${answer.text.slice(0, 300)}`);
    }
    expect(open).toEqual([]);
    expect(world.bytes()).toBe(before);
  });

  it.each(prompts)('%s %j says so, and nothing else', async (method, params) => {
    const answer = await world.mcp('/mcp', method, params);
    expect(answer).toMatchObject({ isOk: true, isOff: true });
    expect(answer.text).not.toContain(marker);
  });

  it('a memory under its address says so, and nothing else', async () => {
    const answer = await world.mcp('/mcp', 'resources/read', memoryResource);
    expect(answer).toMatchObject({ isOk: true, isOff: true });
    expect(answer.text).not.toContain(marker);
  });

  it('agents elsewhere see and change nothing of it', async () => {
    const kept = await world.kept();
    const [{ id }] = kept.memories as [{ id: string }];
    const leaks: string[] = [];
    let told = 0;
    for (const definition of callDefinitions.filter(concernsProjects))
      for (const at of [elsewhere, '']) {
        const input = { ...idsOf(definition, id), ...everything(definition) };
        const { text, isOff } = await world.api(definition.name, input, { at });
        if (isOff) told += 1;
        if (text.includes(marker))
          leaks.push(`${definition.name} ${JSON.stringify(input)}: ${text.slice(0, 300)}`);
      }
    expect(leaks).toEqual([]);
    expect(await world.kept()).toEqual(kept);
    expect(told).toBeGreaterThan(15);
  });

  it('the editor and visits capture nothing', async () => {
    await world.repository.commit(`Use ${marker}\n\nDecision: Use ${marker} here`);
    await world.jobsEnd();
    const before = world.bytes();
    for (const actor of ['editor/vscode', 'cli', 'user/test'])
      for (const at of [world.root, elsewhere, ''])
        for (const [name, input] of [
          ['capture_commits', { root: world.root, catch_up: true, localAuthors: ['author@example.com'] }],
          ['capture_history', { root: world.root, action: 'take' }],
          ['session_start', { project: world.root }],
        ] as const)
          expect(await world.api(name, input, { actor, at })).toMatchObject({ isOff: true });
    expect(world.bytes()).toBe(before);
  });

  it.each(['user/test', 'editor/test', 'cli'])('a person goes on, and is told: %s', async (actor) => {
    const kept = await world.api(
      'remember',
      { content: `Said by ${actor} ${marker}`, category: 'fact' },
      { actor },
    );
    expect(kept).toMatchObject({ isOk: true });
    expect(kept.text).toContain('Memory is switched off in');
    const found = await world.api('recall', { query: marker }, { actor });
    expect(found.isOk).toBe(true);
    expect(found.text).toContain(marker);
  });

  it('an agent cannot switch it on', async () => {
    for (const [name, input] of [
      ['set_project_mode', { mode: 'on' }],
      ['configure', { set: { projects: { default: 'on' } } }],
    ] as const)
      for (const at of [world.root, elsewhere, ''])
        expect(await world.api(name, { ...input }, { at })).toMatchObject({ isOk: false });
    expect(await world.api('recall', { query: marker })).toMatchObject({ isOff: true });
  });

  it('and on again, each of these is done', async () => {
    await world.setMode('on');
    const before = world.bytes();
    const failed: string[] = [];
    let shown = 0;
    for (const { what, definition, run } of tries) {
      const answer = await run();
      if (answer.text.includes(marker)) shown += 1;
      const isDone =
        answer.isOk || isPersons(answer) || (said[definition.name] === undefined && !answer.isOff);
      if (!isDone) failed.push(`${what}: ${answer.text.slice(0, 300)}`);
    }
    expect(failed).toEqual([]);
    expect(shown).toBeGreaterThan(60);
    expect(world.bytes()).not.toBe(before);
    for (const [method, params] of prompts) {
      const answer = await world.mcp('/mcp', method, params);
      expect(answer).toMatchObject({ isOk: true, isOff: false });
      expect(answer.text).toContain(marker);
    }
  });

  it('commits that were made meanwhile stay unread, and later ones are read', async () => {
    await world.repository.commit(`Later\n\nDecision: Take the ${marker} ferry`, {
      date: new Date(Date.now() + 5_000).toISOString(),
    });
    const visit = { root: world.root, catch_up: true, localAuthors: ['author@example.com'] };
    const { text } = await world.api('capture_commits', visit, { actor: 'editor/vscode' });
    expect(text).toContain(`Take the ${marker} ferry`);
    expect(text).not.toContain(`Use ${marker} here`);
  });
});

/** What is asked and said of memories of the project by their ids, without naming anything of it. */
function idsOf(definition: CallDefinition, id: string): Json {
  return Object.fromEntries(
    Object.entries(leastInput(definition, id)).map(([name, value]) => [
      name,
      value === marker ? 'zan' : value,
    ]),
  );
}

/** What makes an answer reach further than the project of the caller. */
function everything({ input }: CallDefinition): Json {
  return Object.fromEntries(
    Object.keys(input.shape).flatMap((name): [string, unknown][] =>
      /^(?:all_projects|include_inactive|include_deleted|everywhere)$/.test(name) ? [[name, true]] : [],
    ),
  );
}

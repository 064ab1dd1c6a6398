import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { tempDirectory, type TempDirectory } from '../../../dev/files/tempDirectory.ts';
import { alike } from '../../../dev/operations/alike.ts';
import { type Answer, Doors } from '../../../dev/operations/doors.ts';
import { dummy, type Input, inputFor, nowhere, type World } from '../../../dev/operations/plainCalls.ts';
import { neverTyped, wordsOf } from '../../../dev/operations/typedCalls.ts';
import { limits } from '../../../src/protocol/limits.ts';
import type { OperationDefinition } from '../../../src/protocol/operation.ts';
import { operationDefinitions } from '../../../src/protocol/operations/registry.ts';

interface Place {
  readonly project: string;
  readonly world: World;
}

let doors: Doors;
let temp: TempDirectory;
let worlds = 0;
/** A project with nothing in it. */
let empty: Place;
/** What every query is asked of: it stays as it is. */
let whole: Place;

beforeAll(async () => {
  doors = await Doors.open();
  temp = await tempDirectory('worlds');
  empty = { project: await temp.makeDirectory('empty'), world: dummy };
  whole = await newWorld('agent');
});
afterAll(async () => {
  await doors.close();
  await temp.dispose();
});

type As = 'agent' | 'person';
type Said = Answer & { readonly project: string };
const isFull = ({ toolsets }: OperationDefinition) => toolsets.includes('full');
const speakerOf = (definition: OperationDefinition): As => (isFull(definition) ? 'agent' : 'person');

type InputIn = (world: World, project: string) => Input;

/** What of a world an input names: the rest need not be there. */
function namedBy(inputIn: InputIn): Set<string> {
  const named = new Set<string>();
  const seen = new Proxy(dummy, {
    get: (target, key: keyof World) => {
      named.add(key);
      return target[key];
    },
  });
  inputIn(seen, '');
  return named;
}

/** A project that nobody else has, with the same in it each time. */
async function newWorld(as: As, has: (part: keyof World) => boolean = () => true): Promise<Place> {
  const project = path.join(temp.path, `world-${String((worlds += 1)).padStart(4, '0')}`);
  mkdirSync(project);
  const call = async (name: string, input: Input, speaker: As = as): Promise<Input> => {
    const { result, error } = await doors.http(name, input, { project, as: speaker });
    if (!result) throw new Error(`${name}: ${JSON.stringify(error)}`);
    return result;
  };
  const kept = async (part: keyof World, content: string, rest: Input = {}, speaker: As = as) => {
    if (!has(part)) return { id: nowhere, change: nowhere };
    const answer = await call('remember', { content, category: 'fact', ...rest }, speaker);
    return { id: (answer['memory'] as { id: string }).id, change: answer['changeId'] as string };
  };
  const session = `nightly ${path.basename(project)}`;
  const candidate = { category: 'directive' };
  const world = {
    memory: (await kept('memory', 'The gateway waits 30 s', { entities: ['!12'] })).id,
    other: (await kept('other', 'Deploy the gateway after noon')).id,
    blocker: (await kept('blocker', 'The staging cluster is down', { category: 'blocker' })).id,
    procedure: (await kept('procedure', 'Run make ship', { category: 'procedure' })).id,
    reminded: (await kept('reminded', 'Renew the certificate')).id,
    candidate: (await kept('candidate', 'Always ask before a release', candidate, 'agent')).id,
    change: (await kept('change', 'The queue is in Redis')).change,
    session,
    earlier: `${session}, earlier`,
    key: 'there',
  };
  if (has('reminded'))
    await call('set_reminder', {
      memory_id: world.reminded,
      reminder_at: '2099-01-01',
      recurrence: 'weekly',
    });
  if (has('earlier')) {
    await call('session_start', { session_id: world.earlier });
    await call('session_wrap_up', { session_id: world.earlier, summary: 'Half done', open_items: ['docs'] });
  }
  if (has('session')) {
    await call('session_start', { session_id: session, agent: 'doors' });
    await call('claim_item', { session_id: session, item_ref: 'src/b.ts' });
  }
  if (has('key')) await call('kv_set', { key: world.key, value: 'a value', keep: true });
  return { project, world };
}

/** What is said here where a command says more, or other things, than what the verb is tried with elsewhere. */
const saidHere: Readonly<Record<string, InputIn>> = {
  // The command says by itself what a preview says.
  purge: ({ memory }) => ({ ids: [memory] }),
  capture_commits: (_world, project) => ({ root: project, catch_up: true }),
  ingest_file: (_world, project) => ({ path: project }),
  bootstrap_memory: (_world, project) => ({ path: project }),
  set_project_mode: (_world, project) => ({ mode: 'off', project }),
  accept_all_candidates: withCandidate,
  reject_all_candidates: withCandidate,
  merge_projects: (_world, project) => ({ from: project, into: beside(project) }),
  move_project: (_world, project) => ({ from: project, to: `example.com/moved/${path.basename(project)}` }),
};
const inputOf = (name: string, world: World, project: string): Input =>
  saidHere[name]?.(world, project) ?? inputFor(name, world);

/** All that waits is meant, and named here so that there is something. */
function withCandidate({ candidate }: World): Input {
  void candidate;
  return {};
}

/** Another folder for each project. */
function beside(project: string): string {
  if (path.isAbsolute(project)) mkdirSync(`${project}-beside`, { recursive: true });
  return `${project}-beside`;
}

/** Commands that do more than to call their verb once, and what of its answer they have all the same. */
const moreOnTheCommandLine: Readonly<Record<string, string[]>> = {
  // All pages of it.
  get_history: ['memory', 'changes'],
  // All wait for the job to end.
  ingest_file: ['files', 'changeId'],
  bootstrap_memory: ['files', 'changeId'],
  reindex: ['job'],
  backup: ['path'],
  export_memories: ['path'],
  consolidate_memory: ['report'],
};

/** Commands that print an answer and yet fail, because what was asked for is not there. */
const failsWithAnAnswer = new Set(['get_memory']);

const operations = operationDefinitions.map((definition) => [definition.name, definition] as const);

/** All ways to say one call, each in a world of its own. */
async function throughEach(
  definition: OperationDefinition,
  inputIn: InputIn,
  place?: Place,
): Promise<Record<string, Said>> {
  const as = speakerOf(definition);
  const said: Record<string, Said> = {};
  const shared = place ?? (definition.kind === 'query' ? whole : undefined);
  const named = namedBy(inputIn);
  const one = async (door: string, call: (input: Input, project: string) => Promise<Answer>) => {
    const { project, world } = shared ?? (await newWorld(as, (part) => named.has(part)));
    said[door] = { ...(await call(inputIn(world, project), project)), project };
  };
  // A command that is about no project, or about one that is named, is called for none.
  const from = (project: string) => (['named', 'none'].includes(definition.cli?.about ?? '') ? '' : project);
  await one('http', (input, project) => doors.http(definition.name, input, { project: from(project), as }));
  if (isFull(definition))
    await one('mcp', (input, project) => doors.mcp(definition.name, input, { project: from(project) }));
  if (wordsOf(definition, inputIn(dummy, '')))
    await one('cli', (input, project) => doors.cli([...(wordsOf(definition, input) ?? [])], { project, as }));
  return said;
}

/** The same call with one value that no schema of the field takes. */
function spoiled(definition: OperationDefinition, input: Input): Input | undefined {
  for (const [field, schema] of Object.entries(definition.input.shape)) {
    const bad = badValue(schema as z.ZodType);
    if (bad === undefined) continue;
    const tried = { ...input, [field]: bad };
    if (definition.cli && !wordsOf(definition, tried)) continue;
    if (!definition.input.safeParse(tried).success) return tried;
  }
  return undefined;
}

const badValue = (schema: z.ZodType): unknown =>
  ['x'.repeat(limits.content + 1), 'whatever', 999_999_999, ['x'.repeat(limits.content + 1)]].find(
    (each) => !schema.safeParse(each).success && kindOf(schema, each),
  );

/** Of the type that the field has, so that only the value is wrong. */
function kindOf(schema: z.ZodType, value: unknown): boolean {
  const [issue] = schema.safeParse(value).error?.issues ?? [];
  return issue?.code === 'too_big' || issue?.code === 'invalid_value' || (issue?.path.length ?? 0) > 0;
}

type Compared = Record<string, unknown>;

/** What each other door says, and what it should say because HTTP said what it said. */
function compared(
  name: string,
  { http, ...others }: Record<string, Said>,
): { said: Compared; due: Compared } {
  const came = ({ result, error, project }: Said) => alike(result ?? { refused: error?.code }, project);
  const message = ({ error, project }: Said) =>
    (alike(error?.message ?? '', project) as string).replaceAll(/\[[0-9a-f]{10}\]/g, '[id]');
  const said: Compared = {};
  const due: Compared = {};
  for (const [door, answer] of Object.entries(others)) {
    const onlySome = door === 'cli' ? moreOnTheCommandLine[name] : undefined;
    if (onlySome) {
      said[door] = onlySome.filter((field) => Object.hasOwn(answer.result ?? {}, field));
      due[door] = onlySome;
    } else if (door === 'mcp' && http?.error) {
      said[door] = message(answer).includes(message(http)) ? 'the same refusal' : message(answer);
      due[door] = 'the same refusal';
    } else {
      said[door] = came(answer);
      due[door] = http && came(http);
    }
  }
  return { said, due };
}

/** How a wrong call is refused: by whom, with which code, and whether in the same words. */
function refusals({ http, mcp, cli }: Record<string, Said>): string[] {
  const words = http?.error?.message ?? '';
  const wrong: string[] = [];
  if (http?.error?.code !== 'invalid_input') wrong.push(`HTTP: ${JSON.stringify(http)}`);
  if (mcp && !mcp.error?.message.includes(words)) wrong.push(`MCP: ${JSON.stringify(mcp)}`);
  // What options and arguments refuse by themselves never reaches the server, and is said in words of the command line.
  const isSame =
    cli?.error?.code === 'usage' || (cli?.error?.code === 'invalid_input' && cli.error.message === words);
  if (cli && !(cli.exit === 2 && isSame)) wrong.push(`CLI: ${JSON.stringify(cli)}`);
  return wrong;
}

/** How it is told that something is not there. */
function absences(name: string, { http, mcp, cli }: Record<string, Said>): string[] {
  const { code = 'answered', message = '' } = http?.error ?? {};
  const wrong: string[] = [];
  if (!['not_found', 'conflict', 'answered'].includes(code)) wrong.push(`HTTP: ${JSON.stringify(http)}`);
  if (mcp && (Boolean(mcp.error) !== Boolean(http?.error) || !(mcp.error?.message ?? '').includes(message)))
    wrong.push(`MCP: ${JSON.stringify(mcp)}`);
  const exit = http?.error || failsWithAnAnswer.has(name) ? 1 : 0;
  if (cli && (cli.exit !== exit || JSON.stringify(cli.error) !== JSON.stringify(http?.error)))
    wrong.push(`CLI: ${JSON.stringify(cli)}`);
  return wrong;
}

describe('one call through three doors', () => {
  it.each(operations)('%s comes to the same', async (name, definition) => {
    const answers = await throughEach(definition, (world, project) => inputOf(name, world, project));
    const { said, due } = compared(name, answers);
    expect(said).toEqual(due);
  });

  const spoiledOf = (name: string, definition: OperationDefinition) =>
    spoiled(definition, inputOf(name, dummy, 'example.com/a/b'));
  const spoilt = operations.filter(([name, definition]) => spoiledOf(name, definition));

  it.each(spoilt)('%s with a wrong value is refused alike', async (name, definition) => {
    const wrong = spoiledOf(name, definition) ?? {};
    expect(refusals(await throughEach(definition, () => wrong, empty))).toEqual([]);
  });

  const aboutNothing = operations.filter(([name]) => JSON.stringify(inputFor(name, dummy)).includes(nowhere));

  it.each(aboutNothing)('%s of what is not there is answered alike', async (name, definition) => {
    expect(absences(name, await throughEach(definition, () => inputFor(name, dummy), empty))).toEqual([]);
  });

  it('is a matter of most verbs', () => {
    expect([spoilt.length > 35, aboutNothing.length > 15]).toEqual([true, true]);
  });
});

describe('a verb without a command', () => {
  it('is one of few, and the reason is known', () => {
    const untyped = operations.filter(
      ([name, definition]) => wordsOf(definition, inputOf(name, dummy, '')) === undefined,
    );
    expect(untyped.map(([name]) => name).toSorted()).toEqual(Object.keys(neverTyped).toSorted());
  });
});

describe('a command', () => {
  const person = () => ({ project: empty.project, as: 'person' as const });

  it.each(['accept', 'reject'])('answers programs also when nothing waits: inbox %s --all', async (word) => {
    const typed = await doors.cli(['inbox', word, '--all'], person());
    const asked = await doors.http(`${word}_all_candidates`, {}, person());
    expect([typed.exit, typed.result]).toEqual([0, asked.result]);
  });

  it.each(['x'.repeat(5_000), `/${'deep/'.repeat(900)}`, 'name\0with'])(
    'has a project that cannot be looked at refused by the server: %#',
    async (place) => {
      for (const words of [
        ['--project', place, 'list'],
        ['project', 'on', place],
      ]) {
        const { error, exit } = await doors.cli(words, person());
        expect([error?.code, exit]).toEqual(['invalid_input', 2]);
      }
    },
  );
});

describe('an argument that changes nothing', () => {
  const idle = operations.flatMap(([name, definition]) =>
    Object.entries(definition.withoutEffect ?? {}).map(([field, reason]) => ({
      label: `${name} ${field}`,
      definition,
      field,
      reason,
    })),
  );
  /** What clients of other systems send in it. */
  const sent = ['somebody', 7, true, { AND: [{ user_id: '*' }] }];

  it.each(idle)('$label is told, and the answer is the same without it', async ({ definition, ...rest }) => {
    const { field, reason } = rest;
    const said = (more: Input) =>
      throughEach(definition, (world) => ({ ...inputFor(definition.name, world), ...more }));
    const plain = await said({});
    for (const value of sent) {
      const { http, mcp } = await said({ [field]: value });
      const came = (answer: Said | undefined) => answer && alike(answer.result, answer.project);
      expect([http?.ignored, http?.text]).toEqual([[field], expect.stringContaining(`${field} changes`)]);
      expect(http?.text).toContain(reason);
      expect([came(http), came(mcp)]).toEqual([came(plain['http']), came(plain['mcp'])]);
    }
  });

  it('is one of many, and one that changes something would be seen', async () => {
    expect(idle.length).toBeGreaterThan(15);
    const list = operations.find(([name]) => name === 'list_memories')?.[1];
    if (!list) throw new Error('There is no list_memories.');
    const [all, some] = [await throughEach(list, () => ({})), await throughEach(list, () => ({ limit: 1 }))];
    const came = (answer: Said | undefined) => alike(answer?.result, answer?.project ?? '');
    for (const door of ['http', 'mcp']) expect(came(some[door])).not.toEqual(came(all[door]));
  });
});

describe('an id of digits alone', () => {
  it.each([7, 123, 4_711_007])('is the same as a number: %d', async (id) => {
    const named = operations.filter(([, { input }]) => Object.hasOwn(input.shape, 'memory_id'));
    expect(named.length).toBeGreaterThan(12);
    for (const [name, definition] of named) {
      const of = (memory_id: unknown) => ({ ...inputFor(name, dummy), memory_id });
      for (const door of isFull(definition) ? (['http', 'mcp'] as const) : (['http'] as const)) {
        const say = (input: Input) => doors[door](name, input, { project: empty.project, as: 'agent' });
        const [asNumber, asText] = [await say(of(id)), await say(of(String(id)))];
        expect([name, door, asNumber]).toEqual([name, door, asText]);
        expect(asNumber.error?.message).not.toContain('must be a text');
      }
    }
  });
});

/** What somebody who comes from another system looks for. */
const wanted = (
  'recall remember get_memory list_memories get_context get_boot_context get_proactive_context get_linked_memories create_link ' +
  'get_history search_history session_start session_end session_heartbeat session_wrap_up session_continue get_active_sessions ' +
  'claim_item release_item log_session resolve_blocker unresolve_blocker edit_memory archive_memory bulk_archive pin_memory ' +
  'set_reminder clear_reminder advance_reminder mark_procedure_reviewed set_review_interval delete_memory delete_all_memories ' +
  'list_entities delete_entity enrich_entity kv_set kv_get kv_list kv_delete memory_status effectiveness_report ' +
  'background_report list_inbox configure undo get_by_id get_ground_truth export_memories consolidate_memory import_memories'
).split(' ');
/** These come with import, export, intake and life cycle. */
const later = new Set<string>();

describe('the list of tools', () => {
  it('at /mcp/full has every verb, with what it answers, described for a model', async () => {
    const tools = await doors.tools();
    const names = tools.map(({ name }) => name);
    expect(wanted.filter((name) => !names.includes(name))).toEqual([]);
    expect(names.filter((name) => later.has(name))).toEqual([]);
    expect(tools.filter(({ outputSchema }) => outputSchema?.['type'] !== 'object')).toEqual([]);
    expect(tools.filter(({ description = '' }) => description.length < 40).map(({ name }) => name)).toEqual(
      [],
    );
  });

  it('has no tool for accepting or rejecting what waits', async () => {
    const names = (await doors.tools()).map(({ name }) => name);
    expect(names.filter((name) => /accept|reject|purge|rotate/.test(name))).toEqual([]);
  });

  it('at /mcp is short', async () => {
    const tools = await doors.tools('/mcp');
    expect(tools.length).toBe(8);
    expect(Buffer.byteLength(JSON.stringify(tools))).toBeLessThanOrEqual(6 * 1024);
  });
});

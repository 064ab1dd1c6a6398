import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Category, Memory } from '../../../src/core/memory/memory.ts';
import { loadBuiltInEmbedder } from '../../../src/embed/builtIn/loadBuiltInEmbedder.ts';
import { recallOperation } from '../../../src/protocol/operations/recall/recall.ts';
import { seededRandom } from '../../../dev/random/seededRandom.mjs';
import { day, OperationsBench } from '../../../dev/operations/operationsBench.ts';

const names = ['proj', 'other', 'third'] as const;
const urlOf = (name: string) => `https://gitlab.com/group/${name}.git`;
const idOf = (name: string) => `gitlab.com/group/${name}`;
const sessions = ['ses_1', 'ses_2', 'ses_3'] as const;

/** Few words, so that every memory of every project comes near every question. */
const words = ['deploy', 'rollback', 'database', 'cache', 'login', 'password', 'timeout', 'release', 'queue'];
const entities = ['!1', '!2', '#3', '&4', 'group/other!1', 'group/proj#3'];
const notes = ['fact', 'decision', 'blocker', 'conversation', 'event'] as const;

let bench: OperationsBench;
beforeEach(async () => {
  bench = await OperationsBench.open(loadBuiltInEmbedder());
});
afterEach(() => bench.close());

it.each<[string, number, readonly Category[]]>([
  ['notes', 1, notes],
  ['notes', 2, notes],
  ['conversations', 3, ['conversation']],
  ['conversations', 4, ['conversation']],
])(
  'recalls nothing of another project or of the scope of another session (%s, seed %i)',
  async (_kind, seed, categories) => {
    const random = seededRandom(seed);
    const below = (limit: number) => Math.floor(random() * limit);
    const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;
    const some = (from: readonly string[], most: number) =>
      Array.from({ length: 1 + below(most) }, () => pick(from));
    const invent = (): Partial<Memory> => {
      const scope = pick(['project', 'project', 'session', 'global'] as const);
      const name = pick(names);
      const about = some(entities, 2);
      const text = `${some(words, 5).join(' ')} ${about.join(' ')}`;
      return {
        scope,
        project: scope === 'global' ? null : idOf(name),
        session: scope === 'session' || below(2) === 0 ? pick(sessions) : null,
        category: pick(categories),
        title: text,
        content: text,
        entities: about,
        createdAt: bench.now - below(20) * day,
      };
    };
    const written = new Map<string, Memory>();
    // Every project has been seen, as a reference to one would make it known.
    for (const name of names) await bench.remember(`about ${name}`, {}, { project: urlOf(name) });
    for (let index = 0; index < 150; index += 1) {
      const memory = await bench.insert(invent());
      written.set(memory.id, memory);
    }
    const isAllowed = ({ scope, project, session }: Memory, name: string | undefined, caller?: string) =>
      (project === null || (name !== undefined && project === idOf(name))) &&
      (scope !== 'session' || session === caller);

    const seen = { vector: 0, linked: 0, sessionScoped: 0 };
    for (let asked = 0; asked < 60; asked += 1) {
      const name = pick([...names, undefined]);
      const sessionId = pick([...sessions, undefined]);
      const query = `${some([...words, 'signing in', 'undo', 'storage'], 3).join(' ')} ${pick([...entities, '', '', 'last week'])}`;
      const { memories, explanations = [] } = await bench.call(
        recallOperation,
        { query, limit: 50, explain: true },
        { project: name === undefined ? undefined : urlOf(name), sessionId },
      );
      const foreign = memories.flatMap(({ id }) => {
        const memory = written.get(id);
        return memory && !isAllowed(memory, name, sessionId) ? [memory] : [];
      });
      expect({ query, name, sessionId, foreign }).toEqual({ query, name, sessionId, foreign: [] });
      for (const { parts } of explanations) {
        if (parts['vector'] && !parts['words']) seen.vector += 1;
        if (parts['linked']) seen.linked += 1;
      }
      seen.sessionScoped += memories.filter(({ scope }) => scope === 'session').length;
    }
    // Otherwise nothing was put to the test.
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0);
  },
);

/** Each case has what would be found if it were visible, and is: by those who may see it. */
const secret = 'The signing keys rotate on the first of the month';
const paraphrase = 'how often are certificates renewed';
const linkSource = 'Exports to the warehouse fail since !91';
const ways: [string, string, string][] = [
  ['by its words', 'signing keys rotate', secret],
  ['by its vector', paraphrase, secret],
  ['by its entity', '!91', 'Marta owns !91'],
  ['by a link', 'why do exports to the warehouse fail', 'Marta owns !91'],
];

it.each(ways)(
  'shows to a project and a session alone what is theirs, found %s',
  async (_way, query, hidden) => {
    await bench.remember(linkSource, { scope: 'global' });
    await bench.remember(hidden, { scope: 'session' }, { sessionId: 'ses_1' });
    const found = async (project: string | undefined, sessionId: string | undefined) => {
      const { memories } = await bench.call(recallOperation, { query }, { project, sessionId });
      return memories.some(({ title }) => title === hidden);
    };
    expect(await found(urlOf('proj'), 'ses_1')).toBe(true);
    expect(await found(urlOf('proj'), 'ses_2')).toBe(false);
    expect(await found(urlOf('proj'), undefined)).toBe(false);
    expect(await found(urlOf('other'), 'ses_1')).toBe(false);
    expect(await found(undefined, 'ses_1')).toBe(false);
  },
);

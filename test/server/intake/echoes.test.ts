import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Memory, Status } from '../../../src/core/memory/memory.ts';
import { captureSpoken, type SpokenParts } from '../../../src/intake/conversations/captureSpoken.ts';
import type { Speaker } from '../../../src/core/conversation/turn.ts';
import { MemoryChanges } from '../../../src/memories/memoryChanges.ts';
import type { SqliteStore } from '../../../src/store/sqlite/sqliteStore.ts';
import { makeMemory } from '../../../dev/memory/makeMemory.ts';
import { StoreBench } from '../../../dev/store/storeBench.ts';
import { memoryLine } from '../../../src/core/memory/memoryLine.ts';
import { shortId } from '../../../src/core/shortId.ts';

const project = { id: 'example.com/team/app', name: 'app', aliases: [] };
const now = Date.UTC(2026, 10, 30);

/** What an answer looks like that repeats what memory has shown. */
const forms: Readonly<Record<string, (memory: Memory, said: Said) => string>> = {
  'as it stands': (_, { text, why }) => `${text} because ${why}.`,
  'in quotes': (_, { text, why }) => `Memory says: "${text} because ${why}."`,
  'in a block quote': (_, { text, why }) => `From memory:\n\n> ${text} because ${why}.`,
  'as a bullet': (_, { text, why }) => `What is known:\n\n- ${text} because ${why}\n- nothing else`,
  'in bold': (_, { text, why }) => `**${text}** because ${why}.`,
  'as a decision in bold': (_, { text, why }) => `**Decision:** ${text}, because ${why}.`,
  'in two sentences': (_, { text, why }) => `${text}. The reason is that ${why}.`,
  'mid-sentence': (_, { text, why }) => `I looked it up – ${lower(text)} because ${why} – and went on.`,
  'the reason first': (_, { text, why }) => `Because ${why}, ${lower(text)}.`,
  'with an id and an age': (memory, { text, why }) =>
    `[${shortId(memory.id)}] ${text} (3d, user) because ${why}.`,
  'with a citation': (memory, { text, why }) =>
    `As recorded in memory ${shortId(memory.id)}, ${lower(text)} [1], since ${why}.\n\n[1] memory, 2w ago`,
  'as the line of recall': (memory) => `Found:\n\n${memoryLine({ ...memory, snippet: memory.content }, now)}`,
  'in another order': (_, { text, why }) => `So ${why}. Therefore ${lower(text)}.`,
  'with words around': (_, { text, why }) =>
    `OK, as agreed earlier: ${lower(text)}, mainly because ${why}. I keep to it.`,
};

interface Said {
  /** `We decided to …` */
  readonly text: string;
  readonly why: string;
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

const parts = ['billing', 'search', 'mail', 'export', 'login', 'report', 'upload', 'audit', 'cache', 'sync'];
const choices: readonly ((part: string) => Said)[] = [
  (part) => ({
    text: `We decided to keep the queue of the ${part} service in Postgres`,
    why: `two ${part} workers must never take one job`,
  }),
  (part) => ({
    text: `We agreed on a timeout of nine seconds for ${part}`,
    why: `its proxy gives up after ten`,
  }),
  (part) => ({
    text: `We decided against a shared schema for ${part}`,
    why: `the ${part} team releases on its own days`,
  }),
  (part) => ({ text: `We chose Fastify over Express for the ${part} gateway`, why: 'it streams bodies' }),
  (part) => ({
    text: `We settled on nightly backups of the ${part} tables`,
    why: `an hour of lost ${part} rows can be typed in again`,
  }),
  (part) => ({ text: `We decided to log ${part} errors as JSON`, why: 'the collector reads nothing else' }),
  (part) => ({ text: `We opted for optimistic locks in ${part}`, why: 'conflicts are rare there' }),
  (part) => ({ text: `We decided not to retry ${part} calls`, why: `${part} is not idempotent` }),
  (part) => ({ text: `We standardized on UTC in ${part}`, why: 'the offices lie in three zones' }),
  (part) => ({ text: `We decided to ship ${part} behind a flag`, why: 'support wants a week with it' }),
];
/** A hundred decisions, of which many differ in a word or two. */
const decisions = choices.flatMap((choice) => parts.map(choice));

const states: readonly (Partial<Memory> & { status: Status })[] = [
  { status: 'active' },
  { status: 'candidate' },
  { status: 'rejected' },
  { status: 'superseded' },
  { status: 'archived' },
  { status: 'active', deletedAt: now },
];

describe('what memory says already', () => {
  let bench: StoreBench;
  let store: SqliteStore;
  const known: { memory: Memory; said: Said }[] = [];
  let ticks = 0;

  beforeEach(async () => {
    bench = await StoreBench.create();
    store = await bench.open();
    known.length = 0;
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  async function ingest(text: string, speaker: Speaker, echoes?: SpokenParts['echoes']): Promise<Memory[]> {
    return store.write(async (unit) => {
      const ids = { next: () => v7() };
      const context = { actor: { kind: 'agent', name: 'opencode' } as const, now, ids, emit: () => {} };
      const changes = new MemoryChanges(unit, context);
      ticks += 1;
      return captureSpoken(
        { key: `turn-${ticks}`, speaker, saidAt: now, text },
        { system: 'opencode', session: 'ses_1' },
        { unit, changes, project, candidateExpiry: null, echoes },
      );
    });
  }

  async function remember(said: Said, state: Partial<Memory>, id: string): Promise<void> {
    const { text, why } = said;
    const memory = makeMemory({ id, title: text, content: `${text}.`, why, ...state });
    await store.write(({ memories }) => memories.insert(memory));
    known.push({ memory, said });
  }

  async function rounds(echoes?: SpokenParts['echoes']): Promise<{ fresh: string[]; others: string[] }> {
    const seeds = ['Kafka', 'Vault', 'Grafana', 'Terraform', 'Redis', 'Playwright'].map((tool) => ({
      text: `We decided to run ${tool} ourselves`,
      why: `the hosted ${tool} lies in another country`,
    }));
    for (const [at, said] of seeds.entries()) await remember(said, states[at] ?? {}, v7());
    const fresh: string[] = [];
    const others: string[] = [];
    const shapes = Object.values(forms);
    for (const [round, decision] of decisions.entries()) {
      const recalled = known[(round * 7) % known.length];
      const shape = shapes[round % shapes.length];
      if (!recalled || !shape) throw new Error('nothing to recall');
      const answer = `${shape(recalled.memory, recalled.said)}\n\n${decision.text} because ${decision.why}.`;
      for (const memory of await ingest(answer, round % 2 === 0 ? 'assistant' : 'user', echoes)) {
        if (memory.content === decision.text) {
          fresh.push(memory.content);
          known.push({ memory, said: decision });
        } else others.push(`${round}: ${memory.content}`);
      }
    }
    return { fresh, others };
  }

  it('is not captured again in a hundred rounds, and nothing new is lost', async () => {
    const { fresh, others } = await rounds();
    expect(others).toEqual([]);
    expect(decisions.filter(({ text }) => !fresh.includes(text))).toEqual([]);
  });

  it('would be captured again and again without the recognition', async () => {
    const { others } = await rounds({ isEcho: async () => false });
    expect(others.length).toBeGreaterThan(30);
  });
});

import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Memory, Status } from '../../../src/core/memory/memory.ts';
import { captureSpoken, type SpokenParts } from '../../../src/intake/conversations/captureSpoken.ts';
import type { Speaker } from '../../../src/core/conversation/turn.ts';
import { MemoryChanges } from '../../../src/memories/memoryChanges.ts';
import type { SqliteStore } from '../../../src/store/sqlite/sqliteStore.ts';
import { echoForms, hundredDecisions, type Said } from '../../../dev/intake/echoForms.ts';
import { makeMemory } from '../../../dev/memory/makeMemory.ts';
import { StoreBench } from '../../../dev/store/storeBench.ts';

const project = { id: 'example.com/team/app', name: 'app', aliases: [] };
const now = Date.UTC(2026, 10, 30);

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
    const shapes = Object.values(echoForms);
    for (const [round, decision] of hundredDecisions.entries()) {
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
    expect(hundredDecisions.filter(({ text }) => !fresh.includes(text))).toEqual([]);
  });

  it('would be captured again and again without the recognition', async () => {
    const { others } = await rounds({ isEcho: async () => false });
    expect(others.length).toBeGreaterThan(30);
  });
});

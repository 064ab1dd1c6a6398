import { entityName, parseEntityReferences } from '../core/entity/entityReference.ts';
import type { Memory } from '../core/memory/memory.ts';
import { memoryLine } from '../core/memory/memoryLine.ts';
import type { Project } from '../core/project/project.ts';
import { estimateTokens } from '../core/text/tokens.ts';
import type { MemoryLine } from '../protocol/memoryRecord.ts';
import type { ReadUnit } from '../store/ports/readUnit.ts';
import { findEntityContext, isOpenBlocker } from './entityContext.ts';
import { toMemoryLine } from './memoryRecords.ts';
import { recallMemories } from './recallMemories.ts';
import type { QuestionVector } from './recallRequest.ts';

/** Entities of a text that are looked up, and memories that each may bring. */
const mostEntities = 8;
const mostOfEntity = 4;
const snippetLength = 240;

/** A long text says at its beginning or at its end what is wanted; what stands between is what it is about. Characters. */
const asked = { whole: 1_000, beginning: 600, end: 300 } as const;

export interface ProactiveRequest {
  readonly text: string;
  /** As a caller names them, besides those that the text names. */
  readonly entities: readonly string[];
  readonly project: Project | undefined;
  readonly sessionId: string | undefined;
  readonly now: number;
  /** Those that `questionsIn` finds in the text. */
  readonly questions: readonly AskedQuestion[];
  /** Ids of what the reader has already. */
  readonly exclude: ReadonlySet<string>;
  readonly maxTokens: number;
  readonly maxItems: number;
  /** 0 to 1. */
  readonly minRelevance: number;
}

export interface ProactiveItem extends MemoryLine {
  /** By an entity that the text names, or by what it says. */
  readonly via: string | null;
  /** 0 to 1. */
  readonly relevance: number;
}

export interface ProactiveContext {
  readonly entities: readonly string[];
  readonly items: readonly ProactiveItem[];
  readonly tokens: number;
  /** Left out for the budget. */
  readonly omitted: number;
}

/** A question that a text stands for, and its vector. */
export interface AskedQuestion {
  readonly query: string;
  readonly vector: QuestionVector | undefined;
}

/** What a text is asked as: beginning and end of a long one apart, since the words of one would drown those of the other. */
export function questionsIn(text: string): string[] {
  if (text.length <= asked.whole) return [text];
  return [text.slice(0, asked.beginning), text.slice(-asked.end)];
}

/**
 * What is worth knowing for somebody who has just said a text: what is remembered about the entities that it names, open
 * blockers first, and what answers it. Directives are left out, since every boot context has them. Empty when nothing is
 * about the text: whoever offers something unasked has to be sure.
 */
export async function findProactiveContext(
  unit: ReadUnit,
  request: ProactiveRequest,
): Promise<ProactiveContext> {
  const entities = entitiesOf(request);
  const found = new Map<string, { memory: Memory; via: string | null; relevance: number }>();
  const isWanted = (memory: Memory): boolean =>
    memory.category !== 'directive' &&
    memory.quarantine === null &&
    !request.exclude.has(memory.id) &&
    !found.has(memory.id);
  for (const reference of entities) {
    const { memories } = await findEntityContext(unit, { ...request, reference });
    const wanted = memories.filter((memory) => memory.status === 'active' && isWanted(memory));
    for (const memory of wanted.slice(0, mostOfEntity))
      found.set(memory.id, { memory, via: reference, relevance: isOpenBlocker(memory) ? 1 : 0.9 });
  }
  for (const { query, vector } of request.questions) {
    const { hits } = await recallMemories(unit, { ...request, query, vector, limit: request.maxItems });
    for (const { memory, score, isRelated } of hits) {
      const relevance = 1 - Math.exp(-score.relevance);
      if (!isRelated && relevance >= request.minRelevance && isWanted(memory))
        found.set(memory.id, { memory, via: null, relevance });
    }
  }
  return withinBudget([...found.values()], entities, request);
}

function entitiesOf({ text, entities, project }: ProactiveRequest): string[] {
  const named = entities.map((each) => entityName(each, project?.id)).filter((each) => each !== '');
  const said = parseEntityReferences(text, { project: project?.id }).map(({ canonical }) => canonical);
  return [...new Set([...named, ...said])].slice(0, mostEntities);
}

function withinBudget(
  found: readonly { memory: Memory; via: string | null; relevance: number }[],
  entities: readonly string[],
  { now, maxTokens, maxItems }: ProactiveRequest,
): ProactiveContext {
  const ordered = found.toSorted(
    (a, b) =>
      b.relevance - a.relevance ||
      b.memory.createdAt - a.memory.createdAt ||
      (a.memory.id < b.memory.id ? -1 : 1),
  );
  const items: ProactiveItem[] = [];
  let tokens = 0;
  for (const { memory, via, relevance } of ordered) {
    if (items.length === maxItems) break;
    const line = toMemoryLine(memory, now, { length: snippetLength });
    const cost = estimateTokens(`${memoryLine(line, now)}\n`);
    // A shorter one may still fit.
    if (tokens + cost > maxTokens) continue;
    tokens += cost;
    items.push({ ...line, via, relevance: Math.round(relevance * 1_000) / 1_000 });
  }
  return { entities, items, tokens, omitted: ordered.length - items.length };
}

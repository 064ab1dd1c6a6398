import { entityForms } from '../core/entityReference.ts';
import type { Category, Memory, Scope } from '../core/memory.ts';
import type { Project } from '../core/project.ts';
import { compareRanked, scoreOf, type Evidence, type Score } from '../core/recallRanking.ts';
import { searchableText } from '../core/searchableText.ts';
import { wordsOf } from '../core/words.ts';
import type { Correction, LexicalHit, MemoryFilter, MemoryRepository } from '../store/repositories.ts';
import { foldNearDuplicates } from './nearDuplicates.ts';
import { parseRecallQuery } from './recallQuery.ts';
import { coverageBy, tellingTerms } from './termCoverage.ts';
import { isVisibleIn, visibleProjects } from './visibility.ts';

export interface RecallRequest {
  readonly query: string;
  readonly limit: number;
  readonly project: Project | undefined;
  readonly sessionId: string | undefined;
  readonly now: number;
  readonly category?: Category | undefined;
  readonly scope?: Scope | undefined;
  /** Created at or after, ms. */
  readonly since?: number | undefined;
  /** Superseded and archived ones too. Candidates and rejected ones are never recalled. */
  readonly includeInactive?: boolean | undefined;
}

export interface RecallHit {
  readonly memory: Memory;
  readonly score: Score;
  readonly evidence: Evidence;
  /** Text around the match of the words, when words matched. */
  readonly snippet: string | undefined;
}

/** A hit on its way to its rank. */
type Weighed = Omit<RecallHit, 'snippet'> & { readonly match: LexicalHit | undefined };

/** Hits that are weighed for each one that is shown. */
const weighedPerShown = 5;
const minWeighed = 40;
/** What has less than this share of the best hit's relevance answers something else. */
const relevanceFloor = 0.2;

/**
 * Best first. `total` counts the answers before `limit` cut them; `corrections` are those that answers which are shown
 * were found by.
 */
export async function recallMemories(
  memories: MemoryRepository,
  request: RecallRequest,
): Promise<{ hits: RecallHit[]; total: number; corrections: Correction[] }> {
  const query = parseRecallQuery(request.query, request.project?.id ?? null);
  const filter = filterOf(request);
  const weighed = Math.max(minWeighed, request.limit * weighedPerShown);

  const expanded = await memories.expandTerms(query.terms);
  const terms = tellingTerms(expanded);
  const lexical = await memories.search({ terms, phrases: query.phrases }, filter, weighed);
  const forms = query.entities.map((entity) => entityForms(entity, request.project?.id));
  const named = forms.length === 0 ? [] : await memories.findByEntities(forms.flat(), filter, weighed);

  const best = Math.max(...lexical.map(({ bm25 }) => bm25), Number.MIN_VALUE);
  const found = new Map<string, { memory: Memory; match: LexicalHit | undefined }>();
  for (const match of lexical) found.set(match.memory.id, { memory: match.memory, match });
  for (const memory of named) if (!found.has(memory.id)) found.set(memory.id, { memory, match: undefined });

  const coverageOf = coverageBy(expanded.total, terms);
  const ranked: Weighed[] = [];
  for (const { memory, match } of found.values()) {
    if (!isVisibleIn(memory, request.sessionId) || !containsPhrases(memory, query.phrases)) continue;
    const evidence: Evidence = {
      coverage: coverageOf(memory),
      lexical: (match?.bm25 ?? 0) / best,
      entity: shareOf(forms, memory.entities),
    };
    const score = scoreOf(evidence, memory, {
      project: request.project?.id ?? null,
      sessionId: request.sessionId,
      now: request.now,
    });
    ranked.push({ memory, score, evidence, match });
  }
  const floor = relevanceFloor * Math.max(0, ...ranked.map(({ score }) => score.relevance));
  const relevant = ranked.filter(({ score }) => score.relevance > 0 && score.relevance >= floor);
  const hits = foldNearDuplicates(relevant.sort(compareRanked));
  // A snippet is looked for when it is asked for, so only what is shown pays for one.
  const shown = hits
    .slice(0, request.limit)
    .map(({ match, ...hit }) => ({ ...hit, snippet: match?.snippet }));
  const corrections = expanded.corrections.filter(({ to }) =>
    shown.some(({ memory }) => contains(memory, to)),
  );
  return { hits: shown, total: hits.length, corrections };
}

function filterOf(request: RecallRequest): MemoryFilter {
  const inactive = request.includeInactive ? (['superseded', 'archived'] as const) : [];
  return {
    projects: visibleProjects(request.project),
    statuses: ['active', 'resolved', ...inactive],
    ...(request.category === undefined ? {} : { categories: [request.category] }),
    ...(request.scope === undefined ? {} : { scope: request.scope }),
    ...(request.since === undefined ? {} : { since: request.since }),
  };
}

function containsPhrases(memory: Memory, phrases: readonly string[]): boolean {
  if (phrases.length === 0) return true;
  const text = ` ${wordsOf(searchableText(memory)).join(' ')} `;
  return phrases.every((phrase) => text.includes(` ${phrase} `));
}

/** Whether a memory has a known word, in whatever form. */
const contains = (memory: Memory, word: string): boolean =>
  coverageBy(1, [{ text: word, documents: 0 }])(memory) > 0;

/** Share of the named entities that a memory is about; each entity may have several forms. */
function shareOf(forms: readonly (readonly string[])[], entities: readonly string[]): number {
  if (forms.length === 0) return 0;
  return forms.filter((each) => each.some((form) => entities.includes(form))).length / forms.length;
}

import type { Memory } from './memory.ts';

const day = 24 * 60 * 60_000;

/** What speaks for a memory as the answer to one query. All parts are 0 to 1. */
export interface Evidence {
  /** Share of the query's idf mass whose words the memory contains. */
  readonly coverage: number;
  /** BM25 relative to the best hit of the same query. */
  readonly lexical: number;
  /** Share of the entities named in the query that the memory is about. */
  readonly entity: number;
  /** Cosine of query and memory, when vectors are at hand. */
  readonly cosine?: number | undefined;
}

export interface Standpoint {
  readonly project: string | null;
  readonly sessionId: string | undefined;
  readonly now: number;
}

/** A score and what made it, for explanations and tests. */
export interface Score {
  readonly total: number;
  readonly relevance: number;
  readonly prior: number;
}

/*
 * `cosine + 0.5 * coverage` is the fusion that held up best between paraphrases and exact words in measurements with
 * static embeddings; rank fusion lost there, because the lexical list is noise when no word matches. BM25 only orders
 * memories of like coverage, and a named entity outweighs any wording.
 */
const weight = { coverage: 0.5, lexical: 0.15, entity: 1 } as const;

/** Relevance before priors: 0 when nothing speaks for the memory. */
export function relevanceOf(evidence: Evidence): number {
  return (
    (evidence.cosine ?? 0) +
    weight.coverage * evidence.coverage +
    weight.lexical * evidence.lexical +
    weight.entity * evidence.entity
  );
}

/** Age at which the age prior has lost half of what it can lose. Decisions stay true for long. */
const ageHalfLife = 120 * day;
/** What is left of the score of a very old memory. */
const ageFloor = 0.75;

/** How much a memory counts whatever the query: pinned, fresh, trusted and near memories first. */
export function priorOf(memory: Memory, standpoint: Standpoint): number {
  return (
    scopePrior(memory, standpoint) *
    statusPrior(memory) *
    agePrior(memory, standpoint.now) *
    (memory.pinned ? 1.15 : 1) *
    (memory.trust === 'external' ? 0.85 : 1) *
    (0.9 + 0.1 * memory.confidence)
  );
}

export function scoreOf(evidence: Evidence, memory: Memory, standpoint: Standpoint): Score {
  const relevance = relevanceOf(evidence);
  const prior = priorOf(memory, standpoint);
  return { total: relevance * prior, relevance, prior };
}

function scopePrior(memory: Memory, standpoint: Standpoint): number {
  if (memory.scope === 'session') return memory.session === standpoint.sessionId ? 1.1 : 0.6;
  if (memory.project === null) return 0.92;
  return memory.project === standpoint.project ? 1 : 0.7;
}

function statusPrior(memory: Memory): number {
  switch (memory.status) {
    case 'active':
      return memory.category === 'blocker' ? 1.05 : 1;
    case 'resolved':
      return 0.85;
    case 'superseded':
    case 'archived':
      return 0.5;
    case 'candidate':
    case 'rejected':
      return 0.3;
  }
}

/** Directives and conventions do not wear out; events and plans do. */
function agePrior(memory: Memory, now: number): number {
  if (memory.category === 'directive' || memory.category === 'convention' || memory.category === 'preference')
    return 1;
  const age = Math.max(0, now - memory.updatedAt);
  return ageFloor + (1 - ageFloor) * 2 ** (-age / ageHalfLife);
}

/** Inverse document frequency as BM25 has it, never negative. */
export function idf(documents: number, containing: number): number {
  return Math.log(1 + (documents - containing + 0.5) / (containing + 0.5));
}

/**
 * Above this share of all memories a word tells them apart no longer, and BM25 gives it no weight. Below it even the
 * name of a person who is in every third memory helps. Small stores have no such words.
 */
const stopShare = 0.5;
const stopFromDocuments = 40;

export function isStopTerm(documents: number, containing: number): boolean {
  return documents >= stopFromDocuments && containing / documents > stopShare;
}

/** Best first; equal scores by age and id, so that the same store gives the same answer. */
export function compareRanked(
  left: { score: Score; memory: Memory },
  right: { score: Score; memory: Memory },
): number {
  return (
    right.score.total - left.score.total ||
    right.memory.createdAt - left.memory.createdAt ||
    (right.memory.id < left.memory.id ? -1 : 1)
  );
}

import type { Category, Memory } from '../memory/memory.ts';

const day = 24 * 60 * 60_000;

/** From where a question is asked. */
export interface Standpoint {
  readonly project: string | null;
  readonly sessionId: string | undefined;
  readonly now: number;
}

/** A factor of the prior, by the name that explanations use. */
export type RankPrior = 'scope' | 'status' | 'age' | 'pinned' | 'trust' | 'confidence' | 'recalled';
export type PriorFactors = Readonly<Record<RankPrior, number>>;

/**
 * How much a memory counts whatever the query: pinned, near, trusted, current and often recalled memories first. Each is
 * small beside what a question says (docs/decisions/0010-recall-fusion.md).
 */
export function priorFactors(memory: Memory, standpoint: Standpoint): PriorFactors {
  return {
    scope: scopePrior(memory, standpoint),
    status: statusPrior(memory),
    age: agePrior(memory, standpoint.now),
    pinned: memory.pinned ? 1.15 : 1,
    trust: memory.trust === 'external' ? 0.85 : 1,
    confidence: 0.95 + 0.05 * memory.confidence,
    // What helped before helps again, but never so much that it keeps itself at the top.
    recalled: 1 + 0.01 * Math.min(3, Math.log2(1 + memory.recallCount)),
  };
}

/** All of them together. */
export function priorOf(memory: Memory, standpoint: Standpoint): number {
  return Object.values(priorFactors(memory, standpoint)).reduce((product, factor) => product * factor, 1);
}

function scopePrior(memory: Memory, standpoint: Standpoint): number {
  if (memory.scope === 'session') return memory.session === standpoint.sessionId ? 1.1 : 0.6;
  if (memory.project === null) return 0.96;
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

interface Ageing {
  /** Days after which half of what can be lost is lost. */
  readonly halfLife: number;
  /** What is left of the score of a very old memory. */
  readonly floor: number;
}

/** What happened and what is planned wears out in weeks, what was decided in years, and rules not at all. */
const ageing: Partial<Record<Category, Ageing>> = {
  event: { halfLife: 45, floor: 0.85 },
  plan: { halfLife: 60, floor: 0.85 },
  context: { halfLife: 60, floor: 0.88 },
  blocker: { halfLife: 90, floor: 0.9 },
  idea: { halfLife: 180, floor: 0.92 },
  decision: { halfLife: 365, floor: 0.95 },
  procedure: { halfLife: 365, floor: 0.95 },
  fact: { halfLife: 365, floor: 0.95 },
};

function agePrior(memory: Memory, now: number): number {
  const wear = ageing[memory.category];
  if (!wear) return 1;
  const age = Math.max(0, now - memory.updatedAt) / day;
  return wear.floor + (1 - wear.floor) * 2 ** (-age / wear.halfLife);
}

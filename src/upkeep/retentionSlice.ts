import { type RetentionRules, retentionHorizon, type RetentionStep } from '../core/memory/retention.ts';
import type { Memory } from '../core/memory/memory.ts';
import { type AtWork, findAtWork, judgeRetention } from '../memories/retire.ts';
import type { MemoryFilter } from '../store/ports/memoryFilter.ts';
import type { ReadUnit } from '../store/ports/readUnit.ts';

/** What is looked for, and until when. */
export interface RetentionWish {
  readonly rules: RetentionRules;
  /** Wall clock, ms. */
  readonly asOf: number;
  /** Keys of the projects that it is about; all when it is left out. */
  readonly projects?: readonly (string | null)[] | undefined;
}

/** Where a look goes on: among those of a step, behind a page. */
export interface RetentionPlace {
  readonly step: number;
  readonly page: string | null;
}

export interface RetentionPage {
  readonly step: RetentionStep;
  readonly due: readonly Memory[];
  /** Old enough, and left for another reason. */
  readonly kept: number;
  /** Undefined when all was looked at. */
  readonly next: RetentionPlace | undefined;
}

/** Purging comes first: what is deleted today can be brought back for a while. */
const order = ['purge', 'archive', 'delete'] as const satisfies readonly RetentionStep[];
const pageLength = 50;

export const firstPlace: RetentionPlace = { step: 0, page: null };

/** Looks at one page. A dry run and the real one walk the same way, so that they find the same. */
export async function retentionPage(
  unit: ReadUnit,
  { rules, asOf, projects }: RetentionWish,
  { step: at, page }: RetentionPlace,
): Promise<RetentionPage> {
  const step = order[at] ?? 'delete';
  const until = retentionHorizon(step, rules, asOf);
  const following = at + 1 < order.length ? { step: at + 1, page: null } : undefined;
  if (until === undefined) return { step, due: [], kept: 0, next: following };
  const { memories, nextCursor } = await unit.memories.list(filterOf(step, until, projects), {
    limit: pageLength,
    ...(page === null ? {} : { cursor: page }),
  });
  const { due, kept } = await judged(unit, memories, { rules, asOf, atWork: await findAtWork(unit) });
  return { step, due, kept, next: nextCursor === null ? following : { step: at, page: nextCursor } };
}

async function judged(
  unit: ReadUnit,
  memories: readonly Memory[],
  { rules, asOf, atWork }: { rules: RetentionRules; asOf: number; atWork: AtWork },
): Promise<{ due: Memory[]; kept: number }> {
  const due: Memory[] = [];
  let kept = 0;
  for (const memory of memories) {
    const verdict = await judgeRetention(unit, memory, rules, { now: asOf, atWork });
    if (verdict.kind === 'due') due.push(memory);
    // Most of what is deleted was deleted by somebody, and is nothing that retention spares.
    else if (verdict.kind === 'kept' && verdict.why !== 'deleted_otherwise') kept += 1;
  }
  return { due, kept };
}

function filterOf(step: RetentionStep, until: number, projects: RetentionWish['projects']): MemoryFilter {
  return {
    ...(projects === undefined ? {} : { projects }),
    pinned: false,
    until,
    ...(step === 'archive'
      ? { categories: ['blocker'], statuses: ['resolved'] }
      : { categories: ['conversation'], ...(step === 'purge' ? { onlyDeleted: true } : {}) }),
  };
}

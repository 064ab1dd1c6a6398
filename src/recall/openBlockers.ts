import type { RankSignals } from '../core/ranking/rankSignals.ts';
import { scoreOf } from '../core/ranking/score.ts';
import type { WordWeights } from '../core/ranking/wordWeights.ts';
import type { MemoryFilter } from '../store/ports/memoryFilter.ts';
import type { ReadUnit } from '../store/ports/readUnit.ts';
import { explain } from './explain.ts';
import type { Inquiry } from './inquiry.ts';
import type { Question } from './question/readQuestion.ts';
import type { RecallAnswer } from './recallAnswer.ts';
import { isVisibleIn } from './visibility.ts';

/** Words beside the kind that ask for no subject of their own. */
const general = new Set(
  'open opened current currently now right today here anything something everything unresolved outstanding active still remaining all any team work progress moment list show'.split(
    ' ',
  ),
);

/** "what blocks us", "open blockers": what is open now is meant, whatever words it is told in. */
export function asksForOpenBlockers(question: Question): boolean {
  const { kinds, subject, time, entities, phrases } = question;
  if (!kinds.has('blocker') || kinds.size > 1 || entities.length > 0 || phrases.length > 0) return false;
  return (time === undefined || general.has(time.text.toLowerCase())) && subject.every(isGeneral);
}

const isGeneral = ({ text }: { readonly text: string }): boolean => general.has(text);

const told: RankSignals = {
  coverage: 0,
  lexical: 0,
  titled: 0,
  entity: 0,
  near: 0,
  cosine: 0,
  cosineOfShared: 0,
  linked: 0,
  isOfTime: false,
  isOfKind: true,
  isQuestion: false,
};

const noWords: WordWeights = { prose: 0, bestCoverage: 0, mass: 0, words: 0, hasVectors: false };

/** The newest first; undefined when none is open. */
export async function listOpenBlockers(
  { memories }: Pick<ReadUnit, 'memories'>,
  { request: { limit, sessionId, category }, filter, standpoint }: Inquiry,
): Promise<RecallAnswer | undefined> {
  if (category !== undefined && category !== 'blocker') return undefined;
  const open: MemoryFilter = { ...filter, categories: ['blocker'], statuses: ['active'] };
  const { memories: found, total } = await memories.list(open, { limit });
  const shown = found.filter((memory) => isVisibleIn(memory, sessionId));
  if (shown.length === 0) return undefined;
  return {
    hits: shown.map((memory) => ({
      memory,
      signals: told,
      score: scoreOf(told, noWords, memory, standpoint),
      match: undefined,
      isRelated: false,
      repeats: [],
    })),
    total: total - (found.length - shown.length),
    corrections: [],
    explain: (hit) => explain(hit, { weights: noWords, terms: [], standpoint, model: null, time: null }),
  };
}

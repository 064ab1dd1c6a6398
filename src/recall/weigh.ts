import type { RankSignals } from '../core/ranking/rankSignals.ts';
import { compareRanked, scoreOf } from '../core/ranking/score.ts';
import { asks, isTurn } from './conversations/conversationHits.ts';
import type { Inquiry } from './inquiry.ts';
import type { PossibleAnswer } from './possibleAnswers.ts';
import type { RankedHit } from './rankedHit.ts';
import { isWithin, shareOf } from './recallFilter.ts';
import type { Scale } from './scale.ts';

/**
 * In: possible answers. Out: a hit of each, with all that speaks for it as one score, best first. A conversation that may be
 * read at several turns is one hit, at the best of them.
 */
export function weigh(answers: readonly PossibleAnswer[], scale: Scale, inquiry: Inquiry): RankedHit[] {
  const mostLexical = Math.max(...answers.map(({ lexical }) => lexical), Number.MIN_VALUE);
  const seen = new Set<string>();
  return answers
    .map((answer): RankedHit => {
      const { memory, match, turn } = answer;
      const signals = signalsOf(answer, mostLexical, scale, inquiry);
      const score = scoreOf(signals, scale.weights, memory, inquiry.standpoint);
      return { memory, match, turn, signals, score, isRelated: false, repeats: [] };
    })
    .sort(compareRanked)
    .filter(({ memory: { id } }) => !seen.has(id) && seen.add(id));
}

function signalsOf(
  { memory, lexical, cosine = 0, modelCosine, linked }: PossibleAnswer,
  mostLexical: number,
  { coverageOf, titledOf }: Scale,
  { question: { time, kinds }, forms }: Inquiry,
): RankSignals {
  return {
    coverage: coverageOf(memory),
    lexical: lexical / mostLexical,
    titled: titledOf(memory),
    entity: shareOf(forms, memory.entities),
    near: 0,
    cosine,
    cosineOfShared: 0,
    modelCosine,
    linked,
    isOfTime: time !== undefined && isWithin(memory, time),
    isOfKind: kinds.has(memory.category),
    isQuestion: isTurn(memory) && asks(memory.content),
  };
}

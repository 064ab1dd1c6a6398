import { oneLine } from '../text/oneLine.ts';
import { shortId } from '../shortId.ts';
import type { RankPrior } from './priors.ts';
import type { RankPart } from './relevance.ts';

/** What made the rank of one answer: the sum of `parts` times the product of `priors` is the score. */
export interface RankExplanation {
  readonly id: string;
  readonly score: number;
  /** Words of the question that the memory has, in the order of the question. */
  readonly words: string[];
  /** By the model that took part, when its vectors counted. */
  readonly cosine: number | null;
  readonly model: string | null;
  /** The time that the question names, when the memory is of it. */
  readonly time: string | null;
  /** Those that added something. */
  readonly parts: Readonly<Partial<Record<RankPart, number>>>;
  /** Factors other than 1. */
  readonly priors: Readonly<Partial<Record<RankPrior, number>>>;
  /** 0 to 1: how much words were trusted because long texts or conversations were found. */
  readonly prose: number;
}

/** One line an answer under a heading; empty without answers. */
export function rankLines(answers: readonly RankExplanation[]): string {
  return answers.length === 0 ? '' : ['Why in this order:', ...answers.map(rankLine)].join('\n');
}

/** The whole sum: `a1b2c3d4e5: 0.718 = (words 0.21 (deploy, rollback) + vector 0.53) x age 0.97`. */
export function rankLine({ id, score, words, parts, priors, time }: RankExplanation): string {
  const notes: Record<string, string> = {
    words: words.length > 0 ? ` (${words.join(', ')})` : '',
    time: time === null ? '' : ` (${time})`,
  };
  const sum = Object.entries(parts).map(([name, value]) => `${name} ${value}${notes[name] ?? ''}`);
  const factors = Object.entries(priors).map(([name, value]) => ` x ${name} ${value}`);
  return oneLine(`${shortId(id)}: ${score} = (${sum.join(' + ')})${factors.join('')}`);
}

/** One reason why a memory was found or stands where it stands, for an interface to put into its own words. */
export type RankReason =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'meaning'; readonly cosine: number }
  | { readonly kind: 'time'; readonly time: string }
  | { readonly kind: 'entity' | 'linked' | 'category' }
  | { readonly kind: 'pinned' | 'blocker' | 'inactive' | 'older' | 'untrusted' };

/** A prior nearer to 1 than this moves hardly any memory past another, and is not worth a word. */
const telling = 0.03;

/** By what a memory was found, and then what lifted or lowered it noticeably. */
export function reasonsOf({ words, cosine, time, parts, priors }: RankExplanation): RankReason[] {
  const found = (part: RankPart): boolean => (parts[part] ?? 0) > 0;
  const effect = (prior: RankPrior): number => {
    const factor = priors[prior] ?? 1;
    return Math.abs(factor - 1) < telling ? 0 : factor - 1;
  };
  const reasons: (RankReason | false)[] = [
    found('words') && words.length > 0 && { kind: 'words', words },
    found('vector') && cosine !== null && { kind: 'meaning', cosine },
    found('entity') && { kind: 'entity' },
    found('linked') && { kind: 'linked' },
    found('time') && time !== null && { kind: 'time', time },
    found('kind') && { kind: 'category' },
    effect('pinned') > 0 && { kind: 'pinned' },
    effect('status') > 0 && { kind: 'blocker' },
    effect('status') < 0 && { kind: 'inactive' },
    effect('age') < 0 && { kind: 'older' },
    effect('trust') < 0 && { kind: 'untrusted' },
  ];
  return reasons.filter((reason) => reason !== false);
}

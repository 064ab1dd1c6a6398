import { existsSync } from 'node:fs';
import path from 'node:path';
import { type LabelledText, readTexts } from './examples.ts';

/** The sets below `test/data/poison` that may be learned from; what is judged blind is not among them. */
const learned = ['A', 'B', 'C'];
/** Written beside the code, so less worth than what other hands wrote; of what everybody knows none may be missed. */
const weightOfTuning = { other: 0.5, known: 3 } as const;
/** Paragraphs of anybody's documents: many, and none of them near an order. */
const weightOfParagraph = 0.1;
/** Harmless texts that were written, many of them to be mistaken for an order, and those that were copied. */
const weightOfHarmless = { written: 8, copied: 0.5 } as const;

/** Everything to learn from: the repository's own sets, and paragraphs that `--collect` has gathered. */
export function readCorpora(root: string, paragraphs: string | undefined): LabelledText[] {
  const folder = path.join(root, 'test/data/poison');
  const texts = learned.flatMap((set) => [
    ...readTexts(path.join(folder, `attacks${set}.jsonl`)).map((each) => ({
      ...each,
      hand: each.hand || 'first',
    })),
    ...readTexts(path.join(folder, `benign${set}.jsonl`)).map((each) => ({
      ...each,
      hand: each.hand || 'first',
      weight: /written/.test(each.source ?? '') ? weightOfHarmless.written : weightOfHarmless.copied,
    })),
  ]);
  const own = readTexts(path.join(folder, 'tuning.jsonl')).map((each) => ({
    ...each,
    hand: 'tuning',
    weight: each.family === 'well known' ? weightOfTuning.known : weightOfTuning.other,
  }));
  if (paragraphs === undefined || !existsSync(paragraphs)) return [...texts, ...own];
  const known = new Set(texts.flatMap(({ text }) => runsOf(text)));
  const gathered = readTexts(paragraphs)
    // What a hand has copied, too, would be learned before the hand is judged.
    .filter(({ text }) => !runsOf(text).some((run) => known.has(run)))
    .map((each) => ({ ...each, hand: 'paragraphs', weight: weightOfParagraph }));
  return [...texts, ...own, ...gathered];
}

const words = /[\p{L}\p{N}]+/gu;
const runLength = 8;

/** Eight words in a row, each; all of a text that has fewer. */
export function runsOf(text: string): string[] {
  const said = text.toLowerCase().match(words) ?? [];
  if (said.length <= runLength) return [said.join(' ')];
  return said.slice(0, 1 - runLength).map((_, at) => said.slice(at, at + runLength).join(' '));
}

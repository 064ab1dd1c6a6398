import { stemmer as greekStem } from '@orama/stemmers/greek';
import { stemmer as hindiStem } from '@orama/stemmers/indian';
import { stemmer as russianStem } from '@orama/stemmers/russian';
import { arabicStem } from './arabicStem.ts';
import { porterStem } from './porterStem.ts';

/** Longer words are none, and FTS5 stems none of them either. */
const longest = 64;

/**
 * The stem of one folded word, by its script: English for Latin, which FTS5 stems as well, Russian for Cyrillic, Greek,
 * Arabic, Hindi. What is no word of these stays as it is.
 */
export function stemOf(word: string): string {
  const first = word.charCodeAt(0);
  if (first < 0x80) return porterStem(word);
  if (word.length > longest) return word;
  if (first >= 0x370 && first < 0x400) return greekStem(word);
  if (first >= 0x400 && first < 0x530) return russianStem(word).replaceAll('й', 'и');
  if (first >= 0x600 && first < 0x700) return arabicStem(word);
  if (first >= 0x900 && first < 0x980) return hindiStem(word);
  return word;
}

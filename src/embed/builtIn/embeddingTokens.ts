import { foldLetters } from '../../core/text/foldText.ts';
import { porterStem } from '../../core/text/porterStem.ts';
import { isPlainText } from '../../core/text/words.ts';

/** A stretch of letters and digits, with an English contraction or the mark of a language name (`C++`, `F#`). */
const chunk = /[A-Za-z0-9]+(?:'[A-Za-z]+|[+#]+(?![A-Za-z0-9]))?/g;
const beyondAscii = /[^\0-\x7f]/;
/** Between the parts of an identifier: `userName`, `HTTPServer`, `sha256`, `k8s`. */
const seam = /(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=[0-9])|(?<=[0-9])(?=[A-Za-z])/;
const marked = new Map([
  ['c++', 'cpp'],
  ['c#', 'csharp'],
  ['f#', 'fsharp'],
]);
const irregular = new Map([
  ['ca', 'can'],
  ['wo', 'will'],
  ['sha', 'shall'],
]);

/** Shortest part of a compound that is cut out of an unknown word, in letters. */
const shortestPart = 3;
const longestCompound = 24;

/** The chunks of a text in reading order, as written; snake_case, kebab-case and paths fall apart here. */
export function embeddingChunks(text: string): string[] {
  if (!beyondAscii.test(text)) return text.match(chunk) ?? [];
  const quoted = text.replaceAll('\u2019', "'");
  // The ellipsis of a title, dashes and quotes part words as they stand; folding costs more than all the rest.
  return (isPlainText(quoted) ? quoted : foldLetters(quoted)).match(chunk) ?? [];
}

/**
 * The tokens that a chunk stands for. The whole comes first when the model knows it (`k8s`, `JavaScript`), then the
 * parts of an identifier, then known words that an unknown one is composed of (`filesystem`). Nothing known: no token.
 */
export function tokensOfChunk(text: string, knows: (token: string) => boolean): string[] {
  const lower = text.toLowerCase();
  const quote = lower.indexOf("'");
  if (quote > 0) return contraction(lower, quote, knows);
  const whole = marked.get(lower) ?? porterStem(lower);
  if (knows(whole)) return [whole];
  const parts = text.split(seam);
  if (parts.length > 1) return parts.flatMap((part) => tokensOfChunk(part, knows));
  return /^[a-z]+$/.test(lower) ? compound(lower, knows) : [];
}

function contraction(lower: string, quote: number, knows: (token: string) => boolean): string[] {
  if (!lower.endsWith("n't")) return tokensOfChunk(lower.slice(0, quote), knows);
  const verb = lower.slice(0, -3);
  return [...tokensOfChunk(irregular.get(verb) ?? verb, knows), ...tokensOfChunk('not', knows)];
}

/** Two known words that make up the given one, cut as evenly as possible; otherwise none. */
function compound(word: string, knows: (token: string) => boolean): string[] {
  if (word.length < 2 * shortestPart || word.length > longestCompound) return [];
  const middle = word.length >> 1;
  for (let away = 0; away <= middle - shortestPart; away++)
    for (const at of away === 0 ? [middle] : [middle + away, middle - away]) {
      if (at < shortestPart || word.length - at < shortestPart) continue;
      const head = porterStem(word.slice(0, at));
      const tail = porterStem(word.slice(at));
      if (knows(head) && knows(tail)) return [head, tail];
    }
  return [];
}

import { isGrammarIn } from '../../core/text/language.ts';
import { plainText } from '../../core/text/plainText.ts';
import { stemOf } from '../../core/text/stemOf.ts';
import { isFunctionWord, wordsOf } from '../../core/text/words.ts';

interface ToldWord {
  readonly word: string;
  /** It stands behind a "not". */
  readonly isDenied: boolean;
}

/** What a stretch of text tells: its words in order, without grammar. */
interface Told {
  readonly words: readonly ToldWord[];
  readonly affirmed: ReadonlySet<string>;
  readonly denied: ReadonlySet<string>;
  readonly pairs: ReadonlySet<string>;
}

/** A text as others are compared with it. */
export interface ToldText {
  readonly whole: Told;
  readonly parts: readonly Told[];
}

const denials: ReadonlySet<string> = new Set(
  'not no never none nor neither without instead rather cannot avoid against t nicht nie niemals kein keine keinen keiner ohne statt anstatt gegen'.split(
    ' ',
  ),
);
/**
 * Words with which somebody says that a thing is remembered, and not what. An answer that quotes memory is full of them.
 */
const frame: ReadonlySet<string> = new Set(
  (
    'memory memories remember remembered recall recalled recalls recorded noted stored known says said states stated tells ' +
    'shows according per earlier previously before already mentioned cited citation quote quoted id decision decisions ' +
    'decided decide convention conventions blocker blockers procedure procedures preference agreed settled candidate ' +
    'superseded archived rejected confirmed still holds therefore reason because since weil denn also found now ' +
    // To take something is said in many ways.
    'go going went use used using uses chose chosen choose picked pick opted opt stick sticking stay staying selected adopt ' +
    'adopted let keep keeping kept ' +
    'erinnerung erinnert notiert gemerkt vermerkt gespeichert laut gemass bekannt bereits fruher entscheidung entschieden ' +
    'beschlossen beschluss entscheiden festgelegt regel konvention geeinigt vereinbart grund steht deshalb daher nehmen nimmt ' +
    'verwenden verwendet nutzen nutzt setzen setzt bleiben bleibt'
  ).split(' '),
);
const frameStems: ReadonlySet<string> = new Set([...frame].map(stemOf));

/** Ids and ages, as memory prints them beside what it shows. */
const labels =
  /\((?=[^()]{0,60}(?:\b\d{1,3}(?:m|h|d|w|mo|y)\b|\b[0-9a-f]{10}\b|\b(?:from|per|see|in) memory\b|\b(?:remembered|recorded)\b|\berinnerung\b))[^()]{0,120}\)|\[[0-9a-f]{6,40}\]|\b(?:[0-9a-f]{10}|mem(?:ory)?[:_-][0-9a-z]{4,16})\b|\b\d{1,3}(?:m|h|d|w|mo|y)\b(?: ago)?|\[\^?\d{1,3}\]/giu;
/** Where a thought ends that can be said by itself. */
const partEnd = /[.;:!?,()]{1,8}(?=\s|$)|\n|\s[–—]\s|(?<=\s)\((?=\S)/u;

/** Characters of a memory that are compared. */
const longestText = 20_000;
/** What has more parts is judged as a whole alone. */
const mostParts = 40;
/** Parts with fewer words are judged together with the one before. */
const leastPart = 3;
/** Of the pairs of neighbouring words so many stand in the other text as well: parts may change places. */
const pairsShared = 0.5;
/** One word in so many may be another one, as long as it is no number. */
const wordsPerSlip = 12;

/** Of the words so many may be denied in one of two texts alone, when both deny something: "not" has no fixed place. */
const mismatched = 1 / 4;

/** Reads what a text tells. */
export function toldIn(text: string): ToldText {
  const bare = plainText(text.slice(0, longestText)).replaceAll(labels, ' ').replaceAll('`', ' ');
  const parts = bare
    .split(partEnd)
    .map(wordsIn)
    .filter(({ length }) => length > 0);
  return { whole: told(parts.flat()), parts: parts.map(told) };
}

/** Words of a part. Behind "not" they are denied; where nothing stands behind it, those before it are. */
function wordsIn(part: string): ToldWord[] {
  const words: ToldWord[] = [];
  let isDenied = false;
  let denied = 0;
  for (const word of wordsOf(part)) {
    if (denials.has(word)) isDenied = true;
    else if (!isFunctionWord(word) && !isGrammarIn('german', word)) {
      words.push({ word: stemOf(word), isDenied });
      if (isDenied) denied += 1;
    }
  }
  return isDenied && denied === 0 ? words.map(({ word }) => ({ word, isDenied: true })) : words;
}

const told = (words: readonly ToldWord[]): Told => ({
  words,
  affirmed: new Set(words.filter(({ isDenied }) => !isDenied).map(({ word }) => word)),
  denied: new Set(words.filter(({ isDenied }) => isDenied).map(({ word }) => word)),
  pairs: pairsOf(words),
});

function pairsOf(words: readonly ToldWord[]): Set<string> {
  const telling = words.filter(({ word }) => !frameStems.has(word));
  return new Set(telling.slice(1).map(({ word }, at) => `${telling[at]?.word ?? ''} ${word}`));
}

/**
 * Whether texts say already what a statement says: each part of it stands in one of them, in nearly the same words, denied
 * or not as it is there. Somebody may have quoted it, taken it apart, put it in another order and written a name beside it.
 */
export function isSaidIn(statement: ToldText, texts: readonly ToldText[]): boolean {
  if (statement.whole.words.every(({ word }) => frameStems.has(word))) return true;
  return (
    texts.some((text) => holds(text.whole, statement.whole)) ||
    (statement.parts.length > 1 &&
      statement.parts.length <= mostParts &&
      joinedParts(statement.parts).every((part) => texts.some((text) => holds(text.whole, part))))
  );
}

/** Short parts are put to the ones before them: "for Postgres" alone is said everywhere. */
function joinedParts(parts: readonly Told[]): Told[] {
  const joined: ToldWord[][] = [];
  for (const { words } of parts) {
    const last = joined.at(-1);
    if (last && (words.length < leastPart || last.length < leastPart))
      for (const word of words) last.push(word);
    else joined.push([...words]);
  }
  return joined.map(told);
}

function holds(text: Told, part: Told): boolean {
  const telling = part.words.filter(({ word }) => !frameStems.has(word));
  let news = 0;
  let otherwise = 0;
  for (const { word, isDenied } of telling) {
    if ((isDenied ? text.denied : text.affirmed).has(word)) continue;
    if ((isDenied ? text.affirmed : text.denied).has(word)) otherwise += 1;
    // A number, a version or a name with one is the very thing that differs.
    else if (/\d/.test(word)) return false;
    else news += 1;
  }
  if (news > Math.floor(telling.length / wordsPerSlip)) return false;
  if (
    otherwise > 0 &&
    !(otherwise <= telling.length * mismatched && deniesSome(text, telling) && part.denied.size > 0)
  )
    return false;
  let shared = 0;
  for (const pair of part.pairs) if (text.pairs.has(pair)) shared += 1;
  return shared >= part.pairs.size * pairsShared;
}

const deniesSome = (text: Told, telling: readonly ToldWord[]): boolean =>
  telling.some(({ word }) => text.denied.has(word));

/** One thing that is said, and why, as far as that stands beside it. */
export interface Clause {
  readonly text: string;
  readonly why: string | undefined;
  /** The sentence asks. */
  readonly isAsked: boolean;
}

/** Longer sentences are lists of things, or logs. */
const longestSentence = 1_000;
const longestClause = 500;

const sentenceEnd = /[.!?…]{1,8}["')\]”“]{0,2}(?=\s|$)/g;
const abbreviation =
  /(?:^|[\s(])(?:e\.g|i\.e|etc|vs|cf|approx|resp|no|fig|incl|dr|mr|mrs|st|z\.\s?b|bzw|ca|ggf|evtl|usw|nr|d\.\s?h|u\.\s?a|inkl|max|min|\p{L})$/iu;

/** Sentences of one passage, each with its end mark. */
export function sentencesOf(passage: string): string[] {
  return passage.split('\n').flatMap((line) => {
    const sentences: string[] = [];
    let from = 0;
    for (const { index, 0: mark } of line.matchAll(sentenceEnd)) {
      const end = index + mark.length;
      if (mark === '.' && abbreviation.test(line.slice(Math.max(from, index - 12), index))) continue;
      sentences.push(line.slice(from, end).trim());
      from = end;
    }
    sentences.push(line.slice(from).trim());
    return sentences.filter((sentence) => sentence !== '');
  });
}

/** Where one clause ends and another begins that can stand by itself. */
const clauseEnd =
  /; | [–—] |, (?=(?:and|but|so|und|aber|also|daher|deshalb) (?:we|i|let'?s|wir|ich|from now on|ab jetzt|ab sofort|always|never|immer|nie|niemals)\b)/iu;

const reasonFirst =
  /^(?:because|since|as|weil|da) ([^,;]{8,200}), (?:so )?(?=(?:we|i|let'?s|wir)\b|\p{L}{3,20} (?:wir|ich)\b)/iu;
const reasonStart =
  /(?:,| [–—-]{1,2}| \()? (?:(?:mainly|mostly|partly|simply|just|vor allem) )?(?:because(?: of)?|since(?= (?:it|this|that|they|we|the|our|there|these|those|most|all)\b)|so that|due to|in order to|as(?= (?:it|this|that|they|we|the)\b)|weil|damit|wegen|aufgrund) |, (?:da|denn|um) | \((?=because|since|weil|damit|wegen)/iu;
/** Words that a reason is not to be read without. */
const purpose = /\b(?:so that|in order to|damit|um) $/iu;

/** What follows a statement in a sentence of its own and says why. */
const reasonSentence =
  /^(?:and |und )?(?:the (?:main )?reason(?:ing)?(?: is| was|:)(?: that)?|rationale:|why:|(?:that's|this is|that is|it's) because|because|reason:|(?:der )?(?:haupt)?grund(?: ist| war|:)(?: dass)?,?|begründung:|das liegt daran,? dass|weil|denn) /iu;

/** A reason tells something from this many characters on. */
const leastReason = 8;

/** Clauses of a sentence. */
export function clausesOf(sentence: string): Clause[] {
  if (sentence.length > longestSentence) return [];
  const isAsked = /\?["')\]”“]{0,2}$/.test(sentence);
  return sentence
    .replaceAll(/\s+/g, ' ')
    .split(clauseEnd)
    .map((part) => part.trim())
    .filter((part) => part !== '' && part.length <= longestClause)
    .map((part) => ({ ...withReason(part), isAsked }));
}

function withReason(part: string): { text: string; why: string | undefined } {
  const before = reasonFirst.exec(part);
  if (before) return { text: bareEnd(part.slice(before[0].length)), why: before[1] };
  const found = reasonStart.exec(part);
  if (!found || found.index < leastReason) return { text: bareEnd(part), why: undefined };
  const from = found.index + (purpose.test(found[0]) ? 0 : found[0].length);
  const why = bareEnd(part.slice(from).replace(/^[ ,(–—-]{1,8}/, ''));
  if (why.length < leastReason) return { text: bareEnd(part), why: undefined };
  return { text: bareEnd(part.slice(0, found.index)), why };
}

/** The reason that a sentence gives for the one before it. */
export function reasonIn(sentence: string): string | undefined {
  if (sentence.length > longestSentence) return undefined;
  const found = reasonSentence.exec(sentence);
  const why = found ? bareEnd(sentence.slice(found[0].length)) : '';
  return why.length < leastReason ? undefined : why;
}

/** Without the marks at the end; a bracket stays that was opened before. */
function bareEnd(text: string): string {
  let end = text.length;
  for (; end > 0; end -= 1) {
    const mark = text.charAt(end - 1);
    if (!' \t.!,;:)…'.includes(mark) || (mark === ')' && text.lastIndexOf('(', end - 1) >= 0)) break;
  }
  return text.slice(0, end).trim();
}

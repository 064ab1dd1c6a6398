/**
 * What forges, trackers, review tools and agents put into a commit message beside what its author said. It may stand
 * behind, between and before trailers, and is never a part of one.
 */

/** Characters looked at of a line: nothing that is appended is longer. */
const maxLength = 400;

/** Any token that git takes for a trailer, and the spelling with a space that Conventional Commits has. */
const gitTrailer = /^(?:[A-Za-z0-9][A-Za-z0-9-]*|breaking change)[ \t]*:(?:\s|$)/i;
/** Keys with spaces in them, which git does not know. */
const spacedKey =
  /^(?:(?:related|linked|associated) work items?|work items?|differential revision|test plan|release notes?|part of|depends on|see also|merge request|pull request|(?:co-?authored|signed[ -]off|reviewed|approved|merged|tested|acked|reported|suggested|requested|authored|committed|assisted|generated|created|written|squashed) by|reviewed on|change id|session (?:id|url))[ \t]*:/i;
/** A label of a few words whose value {@link isReferenceLine} knows: `Link to the run: https://…`. */
const label = /^\p{Lu}[\p{L}\p{N} _'’/-]{0,50}:[ \t]+(?=\S)/u;

/** `(cherry picked from commit …)`, and the notes in brackets that maintainers and pipelines leave. */
const bracketed =
  /^(?:\[[^\][]*\]|\([^()]*\b(?:commit|change|cherry[ -]picked|backported)\b[^()]*\)|\*{3}NO_CI\*{3})[.,]?$/i;
const severalBrackets = /^(?:\[[^\][]*\]\s*)+$/;
const revertsCommit = /^this reverts (?:commit [0-9a-f]{7,64}|merge request \S+|pull request \S+|pr \S+)/i;
const mergeNote =
  /^(?:see (?:merge|pull) request \S+|merge in \S+ from \S+ to \S+|merged in \S+ \(pull request #\d+\)|merge branch '.*|\* (?:commit|branch|tag|remote-tracking branch) '.*':?|squashed commit of the following:)$/i;
const comment = /^#(?:\s|$)/;
/** `WEB-41 #time 2h #resolve`: orders to a tracker. */
const smartCommit = /^[A-Z][A-Z0-9_]+-\d+ #[a-z][\w-]*(?: |$)/;
const checkbox = /^[-*] \[[ x]\] /i;

const maker =
  '(?:auto-?)?(?:co-?)?(?:generated|created|made|written|authored|assisted|drafted|powered|produced|built|crafted|committed|implemented|coded|developed)';
/** `🤖 Generated with [opencode](…)`. A verb in small letters is a sentence that goes on, unless a picture leads it. */
const generated = new RegExp(
  `^(?:[^\\p{L}\\p{N}\\s]{1,8}\\s*)?${maker} (?:with|by|using|via|in|through) \\S`,
  'iu',
);
const generatedSentence = new RegExp(
  `^(?:(?:this|the) )?(?:commit|change|pr|pull request|merge request|patch)(?: message| description)? (?:(?:was|has been|is) )?(?:automatically )?${maker} (?:with|by|using|via|in|through) \\S`,
  'i',
);
const robot = /^🤖/u;

export type Appended =
  /** A line of git's trailer form, whatever its key. */
  | 'trailer'
  /** Names issues, requests or addresses and nothing else. */
  | 'reference'
  /** What a tool writes of itself. */
  | 'note';

/** What an unindented line is if it was appended; undefined for what may be prose. */
export function appendedKind(text: string): Appended | undefined {
  if (text.length > maxLength) return gitTrailer.test(text.slice(0, maxLength)) ? 'trailer' : undefined;
  const line = text.trim();
  if (gitTrailer.test(line) || spacedKey.test(line)) return 'trailer';
  if (isReferenceLine(line)) return 'reference';
  const key = label.exec(line);
  if (key && isReferenceLine(line.slice(key[0].length))) return 'trailer';
  const isNote =
    comment.test(line) ||
    bracketed.test(line) ||
    (line.startsWith('[') && severalBrackets.test(line)) ||
    robot.test(line) ||
    (generated.test(line) && !/^\p{Ll}/u.test(line)) ||
    generatedSentence.test(line) ||
    revertsCommit.test(line) ||
    mergeNote.test(line) ||
    smartCommit.test(line) ||
    checkbox.test(line);
  return isNote ? 'note' : undefined;
}

const verbs = new Set(
  'close closes closed closing fix fixes fixed fixing resolve resolves resolved resolving implement implements implemented implementing complete completes completed address addresses addressed addressing reference references referencing revert reverts reverted reapply reapplies relate relates related contribute contributes see ref refs part'.split(
    ' ',
  ),
);
const connectors = new Set(
  'and also to of in for with via on the cc /cc ping thanks re towards toward partially partly issue issues ticket tickets bug bugs task tasks story stories epic epics item items work pr prs mr mrs pull merge request requests jira linear & + - –'.split(
    ' ',
  ),
);
/** With these a sentence goes on in the next line. */
const leadsOn = new Set('and also to of in for with via on the re towards toward'.split(' '));
const reference =
  /^(?:(?:[\w.-]+\/)*[\w.-]*[#!&]\d+|gh-\d+|[A-Z][A-Z0-9_]+-\d+|https?:\/\/\S+|(?:[\w.-]+\/)+[\w.-]*@[0-9a-f]{7,64})$/;
/** Numbers and commits are references only behind a verb. */
const referenceOfVerb = /^(?:\d{1,7}|[TD]\d+|[0-9a-f]{7,64})$/;
const addressee = /^(?:@[\w./-]+|[\w.+-]+@[\w.-]+)$/;
const markdownLink = /\[[^\][]*\]\((https?:[^()\s]*)\)/g;

/** `Closes #12 and group/app#3.`, `(#123)`, `Refs: PROJ-1`, an address: references, and words that lead to them. */
function isReferenceLine(line: string): boolean {
  let found = false;
  let hasVerb = false;
  let isOpen = false;
  for (const part of line.replaceAll(markdownLink, ' $1 ').split(/[\s,;]+/)) {
    const token = trimMarks(part);
    if (token === '') continue;
    const word = token.toLowerCase();
    isOpen = leadsOn.has(word);
    if (verbs.has(word)) hasVerb = true;
    else if (reference.test(token) || addressee.test(token) || (hasVerb && referenceOfVerb.test(token)))
      found = true;
    else if (!connectors.has(word)) return false;
  }
  return found && !isOpen;
}

/** Without the brackets and stops around a token. */
function trimMarks(token: string): string {
  let start = 0;
  let end = token.length;
  while (start < end && '(<[{*_"'.includes(token.charAt(start))) start++;
  while (end > start && ')>]}*_".:'.includes(token.charAt(end - 1))) end--;
  return token.slice(start, end);
}

/** Words and marks after which a sentence has to go on. */
const goesOn =
  /(?:[,:(–—-]|\b(?:a|an|the|of|to|in|on|at|by|for|from|with|and|or|but|not|is|are|was|be|that|which|until|till|unless|because|as|than|see|via|per|under|after|before|we|must|should|will|can|cannot|never|only))$/i;

/**
 * Whether a line below a trailer is its next line rather than something appended: `…until the vendor` and
 * `fixes #77 on their side`. What begins in small letters where the sentence has not ended belongs to it.
 */
export function continuesSentence(previous: string, line: string): boolean {
  return !/^\p{Lu}/u.test(line) && goesOn.test(previous.slice(-40).trimEnd());
}

const marksOfPipelines = /\[(?:skip[ -][\w-]+|[\w-]+[ -]skip|no[ -]ci)\]$|\*{3}NO_CI\*{3}$/i;

/** A value without `[skip ci]` and the like at its end, which speak to a pipeline. */
export function withoutPipelineMarks(value: string): string {
  let text = value.trimEnd();
  for (let match; (match = marksOfPipelines.exec(text.slice(-40)));)
    text = text.slice(0, text.length - match[0].length).trimEnd();
  return text;
}

import { workTalk } from './entityReferenceColours.ts';
import { textBefore } from './entityReferenceWraps.ts';

/** Tells whether the `#` and digits at a place of the text count something else than issues. */
export type OrdinalTeller = (at: number, value: string, isSentence: boolean) => boolean;

/** Standards, instructions, and what nobody has as an issue, however large the number is. */
const numbered =
  /(?:(?<![a-z])(?:pkcs|annex|technical (?:report|standard)|uax|uts|utr|attachments?|comments?|lines?|rows?|columns?|offsets?|bytes?|bits?|sub-?keys?|registers?|rev(?:ision)?s?|jobs?|pipelines?|lsl|lsr|asr|ror|[us]xtw)|%[-\d.]{0,4}l{0,2}[a-z]|步骤|步驟|手順|ステップ|단계|그림|图|圖|図)\s{0,2}$/i;
/** `Suite #292`, `12 Main St #3`: where somebody lives. */
const addressed =
  /(?:(?:(?<![A-Za-z])|(?<=\\[nrt]))(?:S(?:uite|UITE|te\.?)|A(?:pt\.?|PT|partment)|U(?:nit|NIT)|R(?:oom|oad|m\.|d\.)|Floor|FLOOR|P\.?\s?O\.? Box|St\.?|Street|Ave\.?|Avenue|Blvd\.?|Lane|Ln\.|Drive|Dr\.)[^\S\n]{1,2}|["'`][^\S\n]*\d{1,6} )$/;
/** `#10 envelope`: how large a thing is. */
const sizeBehind = /^\s(?:envelopes?|pencils?|screws?|bolts?|nails?|needles?|scalpels?)(?![\p{L}-])/iu;
/** Large numbers of these are at the end of what somebody did, or behind a verb, those of issues: `Port #4173 to master`. */
const paged = /(?<![a-z])(?:pages?|ports?)[^\S\n]{0,2}$/i;
/** What people count from one. Of more than one they speak before the first of several numbers. */
const counted =
  /(?<![a-z])(?:step|phase|patch|error|warning|exception|stage|part|chapter|section|figure|fig|table|example|case|test|option|item|point|rule|method|approach|solution|reason|arg(?:ument)?|param(?:eter)?|operand|input|output|pipe|path|thread|worker|process|cpu|core|node|dis[ck]|drive|block|bb|frame|layer|level|round|pass|iteration|attempt|try|day|week|month|year|quarter|version|draft|scenario|lesson|exercise|question|answer|note|footnote|hint|tip|key|identifier|id|index|player|team|place|priority|goal|principle|variant|form|type|class|group|set|sample|instance|copy|candidate|device|interface|button|tab|window|screen|display|monitor|slot|socket|pin|timer|counter|entry|elem(?:ent)?|idx|field|clause|condition|requirement|assumption|bucket|shard|partition|region|zone|cluster|descriptor|editor|database|db|repo(?:sitory)?|connection|session|replica|chunk|packet|message|channel|build)(e?s)?[^\S\n]{1,3}$/i;
/** "our #1 priority", "we're #1": the first of all. */
const first = /(?:\b(?:our|your|my|their|the|a|(?:we|you|they) are)|['’](?:re|m|s))\s$/i;
/** `bic x0, x0, #7`, `[sp, #16]`: an operand. */
const operand = /(?:%\[?\w{1,20}\]?|(?<!\w)(?:[a-z]{1,2}\d{1,2}|sp|pc|lr))\s?,\s?$/i;
/** `Patch #2 moves the reader`: of a series. Trackers have patches too. */
const partOfSeries = /^ (?:(?!was |has |does |this )\p{Ll}{2,24}s|of (?:the|this|\d+)|in (?:the|this)) /u;
const joint = /^(?:\s?[,/&]\s?|\s(?:and|or|to|vs\.?|und|et|y|nor)\s(?:[a-z]{1,4}\s)?|\s?[-–—]\s?)(?:#|$)/i;
/** `#1 and the last one (#25 or #33)`: between two that are counted stand words that say which. */
const otherOne =
  /^[\s,;(]{1,3}(?:(?:and|or|to|not|nor|but|then|than|like|as|the|an?|both|either|neither|rather|instead|of|first|second|third|last|next|previous|other|ones?)[\s,;(]{1,3}){1,6}$/i;
/** `for Wind Farm #1`: a name of more than one word ends with its number. */
const name = /([\p{Ll}\d,;)]\s)((?:\p{Lu}[\p{L}\d'’&-]{0,24}\s){2,4})$/u;
const trackerWord =
  /^(?:bugs?|issues?|tickets?|prs?|pull|merge[ds]?|requests?|mrs?|fix(?:e[sd])?|close[sd]?|resolve[sd]?|refs?|references?|see|related|git(?:hub|lab|ea)|bugzilla|jira|trac|launchpad|redmine|debian|upstream|features?|tasks?|story|defect|patch|change|rfe|discussions?|gh|lp|sf|rt|bz|re|revert(?:s|ed)?|work|item|epics?|proposal|todo|fixme)$/i;
/** "ranked #3", "#2 reason" */
const ranked = /(?<![a-z])(?:rank(?:ed|s|ing)?(?: as| at)?|number|top|no\.|spot|position|seed(?:ed)?)\s$/i;
const rankedBehind =
  /^\s(?:(?:most|best|worst|top|leading|biggest|main)\s|(?:priority|reason|cause|choice|rule|goal|concern|complaint|enemy|thing|source|killer|spot|hits?|singles?|albums?|pop|country|rock|rap|r&b|best-?sellers?|in the (?:world|country|charts?|list)|on the (?:charts?|list))(?![\p{L}-]))/iu;
/** `#12 Source maps are missing` begins a line of a list. */
const lineStart = /(?:^|\n)[^\p{L}\d\n]{0,20}$/u;
/** `#1  0x00007f01 in main () at main.c:12`, `#0 /srv/index.php(3): run()`, `#1 {main}`: who called whom. */
const frame =
  /^[ \t]{1,8}(?:0x[\da-f]{3}|<signal handler|\{main\}|\[internal function\]|(?:[a-z]:)?[\\/][^\s(]{1,160}\(\d{1,6}\)|(?:\S{1,120} )?\((?:package|dart|file):|[\w~:.$@<>,*&]{1,120} ?\([^\n]{0,200}\)[ \t]+(?:at|from|in)[ \t]+\S{1,120}(?::\d|\.so|\.dylib|\.dll))/i;
/** `#85: FILE: reader.c:85:`: a line that a checker found fault with. */
const fileBehind = /^: FILE: \S/;
const itemStart = /(?:^|\n)[^\p{L}\d\n#]{0,20}$/u;
/** The next item begins within some lines. */
const secondBehind = /^[^\n#]*\n(?:[^\n#]*\n){0,3}[^\p{L}\d\n#]{0,20}#2(?!\d)/u;
const frameStart = /(?:^|\n)[^\w\n#]{0,16}$/;

/** `- Windows build #33`, `Fix the build #33` */
const listed =
  /(?:^|\n)[ \t]{0,8}(?:[-*+•][ \t]|(?:fix|add|update|improve|remove|support|handle|implement|allow|use|make)(?:e?[sd])?[ \t])[^\n]*$/i;

/** How far a number goes on meaning what it meant. */
const reach = 600;
const lineReach = 200;
const nameReach = 80;
const frameReach = 600;
/** Who counts seldom comes further. */
const longest = 2;

/** Told in the order of the text: a number that counted steps counts them in the next sentence too. */
export function ordinalTeller(text: string): OrdinalTeller {
  const lastPlaces = new Map<string, number>();
  let lastEnd = Number.NEGATIVE_INFINITY;
  let lastFrame: { readonly value: number; readonly end: number } | undefined;
  const isFrame = (at: number, value: string, end: number): boolean => {
    if (value.length > 3 || !frameStart.test(text.slice(Math.max(0, at - 20), at))) return false;
    const isNext =
      lastFrame !== undefined && Number(value) === lastFrame.value + 1 && at - lastFrame.end < frameReach;
    if (!isNext && !isCaller(text, at, value, end)) return false;
    lastFrame = { value: Number(value), end };
    return true;
  };
  let lastItem: { readonly value: number; readonly end: number } | undefined;
  const isItem = (at: number, value: string, end: number, isSentence: boolean): boolean => {
    if (isSentence || value.length > longest) return false;
    if (!itemStart.test(text.slice(Math.max(0, at - 24), at))) return false;
    const isNext =
      lastItem !== undefined && Number(value) === lastItem.value + 1 && at - lastItem.end < reach;
    if (!isNext && !(value === '1' && isFirstItem(text, at, end))) return false;
    lastItem = { value: Number(value), end };
    return true;
  };
  return (at, value, isSentence) => {
    const before = textBefore(text, at, nameReach).replace(/\\$/, '');
    const end = at + value.length + 1;
    const isOrdinal =
      numbered.test(before) ||
      operand.test(before) ||
      isPaged(text, before, end) ||
      (value.length <= 4 && addressed.test(before) && !workTalk.test(before)) ||
      (value.length <= 2 && sizeBehind.test(text.slice(end, end + 24))) ||
      isFrame(at, value, end) ||
      isItem(at, value, end, isSentence) ||
      (fileBehind.test(text.slice(end, end + 16)) && frameStart.test(text.slice(Math.max(0, at - 20), at))) ||
      (value.length <= longest &&
        (isCounted(text, at, before, end, isSentence) ||
          isNamed(text, before, end) ||
          ranked.test(before) ||
          (rankedBehind.test(text.slice(end, end + 24)) &&
            !workTalk.test(before) &&
            !lineStart.test(text.slice(Math.max(0, at - 24), at))) ||
          (value === '1' && first.test(before.slice(-12))) ||
          (at >= lastEnd && at - lastEnd < 48 && isOtherOne(text.slice(lastEnd, at))) ||
          (at - (lastPlaces.get(value) ?? Number.NEGATIVE_INFINITY) <= reach && !workTalk.test(before))));
    if (isOrdinal) {
      lastEnd = end;
      lastPlaces.set(value, at);
    }
    return isOrdinal;
  };
}

/** By its own line, or as the second one by that of the first, whose zero is no reference anyway. */
function isCaller(text: string, at: number, value: string, end: number): boolean {
  if (frame.test(text.slice(end, end + lineReach))) return true;
  if (value !== '1') return false;
  const before = text.slice(Math.max(0, at - frameReach), at);
  const first = before.lastIndexOf('#0');
  return first >= 0 && frame.test(before.slice(first + 2));
}

/** ` * #1 - read` above ` * #2 - write` in a comment, unless the line above says what was fixed. */
const isFirstItem = (text: string, at: number, end: number): boolean =>
  secondBehind.test(text.slice(end, end + lineReach * 2)) &&
  !workTalk.test(text.slice(Math.max(0, at - nameReach), at).replace(/[^\p{L}\d]{1,40}$/u, ''));

const isPaged = (text: string, before: string, end: number): boolean =>
  paged.test(before) &&
  !/(?:^|\n)[^\p{L}\d\n]{0,8}(?:back)?port $/iu.test(before) &&
  !/^[.)\]]?[ \t]*(?:\r?\n|$)/.test(text.slice(end, end + 24));

const isOtherOne = (between: string): boolean =>
  (between.length < 16 && joint.test(between)) || otherOne.test(between);

/** At the end of a line a subject may have capitals in all of its words. */
function isNamed(text: string, before: string, end: number): boolean {
  const [whole, , words] = name.exec(before) ?? [];
  if (
    whole === undefined ||
    words === undefined ||
    /^[)\]]?[ \t]*(?:\r?\n|$)/.test(text.slice(end, end + 24))
  )
    return false;
  return (
    !words
      .trim()
      .split(/\s/)
      .some((word) => trackerWord.test(word)) && !workTalk.test(before.slice(0, -words.length))
  );
}

function isCounted(text: string, at: number, before: string, end: number, isSentence: boolean): boolean {
  const noun = counted.exec(before);
  if (!noun) return false;
  const after = text.slice(end, end + 24);
  if (noun[1] !== undefined) return joint.test(after);
  if (/^patch/i.test(noun[0])) return partOfSeries.test(after);
  // At the end of a line of a list, or of a subject, it is what the line is about.
  return !(
    isSentence &&
    /^[.)\]]?[ \t]*(?:\r?\n|$)/.test(after) &&
    listed.test(text.slice(Math.max(0, at - lineReach), at))
  );
}

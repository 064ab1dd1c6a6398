import { workTalk } from './entityReferenceColours.ts';

/** Tells whether the `#` and digits at a place of the text count something else than issues. */
export type OrdinalTeller = (at: number, value: string, isSentence: boolean) => boolean;

/** Standards, instructions, and what nobody has as an issue, however large the number is. */
const numbered =
  /(?:(?<![a-z])(?:pkcs|annex|uax|uts|utr|attachments?|comments?|lines?|pages?|rows?|columns?|ports?|offsets?|bytes?|bits?|sub-?keys?|registers?|rev(?:ision)?s?|jobs?|pipelines?|lsl|lsr|asr|ror|[us]xtw)|%[-\d.]{0,4}l{0,2}[a-z]|步骤|步驟|手順|ステップ|단계|그림|图|圖|図)\s{0,2}$/i;
/** What people count from one. Of more than one they speak before the first of several numbers. */
const counted =
  /(?<![a-z])(?:step|phase|stage|part|chapter|section|figure|fig|table|example|case|test|option|item|point|rule|method|approach|solution|reason|arg(?:ument)?|param(?:eter)?|operand|input|output|pipe|path|thread|worker|process|cpu|core|node|dis[ck]|drive|block|bb|frame|layer|level|round|pass|iteration|attempt|try|day|week|month|year|quarter|version|draft|scenario|lesson|exercise|question|answer|note|footnote|hint|tip|key|identifier|id|index|player|team|place|priority|goal|principle|variant|form|type|class|group|set|sample|instance|copy|candidate|device|interface|button|tab|window|screen|display|monitor|slot|socket|pin|timer|counter|entry|element|field|clause|condition|requirement|assumption|bucket|shard|partition|region|zone|cluster|chunk|packet|message|channel|build)(e?s)?\s{1,3}$/i;
/** "our #1 priority", "we're #1": the first of all. */
const first = /(?:\b(?:our|your|my|their|the|a|(?:we|you|they) are)|['’](?:re|m|s))\s$/i;
/** `bic x0, x0, #7`, `[sp, #16]`: an operand. */
const operand = /(?:%\[?\w{1,20}\]?|(?<!\w)(?:[a-z]{1,2}\d{1,2}|sp|pc|lr))\s?,\s?$/i;
const joint = /^(?:\s?[,/&]\s?|\s(?:and|or|to|vs\.?|und|et|y|nor)\s(?:[a-z]{1,4}\s)?|\s?[-–—]\s?)(?:#|$)/i;
/** `- Windows build #33`, `Fix the build #33` */
const listed =
  /(?:^|\n)[ \t]{0,8}(?:[-*+•][ \t]|(?:fix|add|update|improve|remove|support|handle|implement|allow|use|make)(?:e?[sd])?[ \t])[^\n]*$/i;

/** How far a number goes on meaning what it meant. */
const reach = 600;
const lineReach = 200;
/** Who counts seldom comes further. */
const longest = 2;

/** Told in the order of the text: a number that counted steps counts them in the next sentence too. */
export function ordinalTeller(text: string): OrdinalTeller {
  const lastPlaces = new Map<string, number>();
  let lastEnd = Number.NEGATIVE_INFINITY;
  return (at, value, isSentence) => {
    const before = text.slice(Math.max(0, at - 32), at);
    const end = at + value.length + 1;
    const isOrdinal =
      numbered.test(before) ||
      operand.test(before) ||
      (value.length <= longest &&
        (isCounted(text, at, end, isSentence) ||
          (value === '1' && first.test(before.slice(-12))) ||
          (at >= lastEnd && at - lastEnd < 16 && joint.test(text.slice(lastEnd, at))) ||
          (at - (lastPlaces.get(value) ?? Number.NEGATIVE_INFINITY) <= reach && !workTalk.test(before))));
    if (isOrdinal) {
      lastEnd = end;
      lastPlaces.set(value, at);
    }
    return isOrdinal;
  };
}

function isCounted(text: string, at: number, end: number, isSentence: boolean): boolean {
  const noun = counted.exec(text.slice(Math.max(0, at - 32), at));
  if (!noun) return false;
  const after = text.slice(end, end + 24);
  if (noun[1] !== undefined) return joint.test(after);
  // At the end of a line of a list, or of a subject, it is what the line is about.
  return !(
    isSentence &&
    /^[.)\]]?[ \t]*(?:\r?\n|$)/.test(after) &&
    listed.test(text.slice(Math.max(0, at - lineReach), at))
  );
}

import { isQualifier, pathBefore } from './entityReferencePaths.ts';
import type { EntityMatch, Span } from './entityReferencePatterns.ts';
import type { Region } from './entityReferenceRegion.ts';
import { textBefore } from './entityReferenceWraps.ts';
import { isUnspacedLetter } from '../text/scripts.ts';

/** Marks that may stand between a word and the sha that it speaks of. */
const between = String.raw`["'\x60\u2018-\u201f]?[-–—\s:=([{*（：「『【《<«‹"'\x60\u2018-\u201f]{1,5}`;
const commitTalk = new RegExp(
  String.raw`(?:(?<![a-z])(?:(?:git[-_ ]?)?(?:commits?(?:[-_ ]?(?:hash|sha1?|id|ref|oid))?|commit\p{L}{1,4})|sha|git[-_ ]?(?:head|hash|sha1?|ref|rev)?|hg|head|rev(?:ision)?s?|change[- ]?sets?|csets?|reverts?|reverted|revert\p{L}{2,5}|annule|rückgängig|cofni\p{L}*|wycofa\p{L}*|откат\p{L}*|коммит\p{L}*|cherry[- ]pick(?:s|ed|ing)?(?: from)?|back-?port(?:s|ed)?(?: of)?|picked from|fixup!?|squash!?|fixup for|pick|(?:re-?)?appl(?:y|ies|ied|ying)|(?:wip|index|on) on [\w./-]{1,60}|bisect \p{L}+|references?|refs?|related|upstream|origin|fixes|fix(?:es|ed)? (?:for|to|of)|amend(?:s|ed)?|bug|merge:)${between}|(?:提交|コミット|커밋|수정|되돌림|리버트|リバート|修正|修复|修復|回退|回滚|还原|還原|撤销|撤銷)[\s:：(\x60"'\u2018-\u201f：（「『【]{0,2})$`,
  'iu',
);
/** What somebody builds and runs is named by the commit that it was made of: `in kernel 1a2b3c4`, `version 1a2b3c4`. */
const builtTalk =
  /(?<![\p{L}\d_-])(?:kernel|mainline|linux|master|main|trunk|nightly|tip|version|snapshot|build|patch)\s{1,3}$/iu;
/** Who is thanked has a name, which may look like anything. */
const creditTalk =
  /(?<![a-z])(?:(?:suggested|reported|requested|contributed|discovered|noticed|spotted|pointed out|proposed|raised|provided|submitted|authored|reviewed|tested|posted|asked|inspired|approved|donated|translated|designed|maintained|filed|found|seen|sent|written|given|drawn)\s(?:by|from|via)|(?:patch|idea|report)\sby|(?:thanks|thank you|thx|kudos|credits?|props|hat[- ]tip)(?: goe?s?)?\s(?:to|by))[\s"'\u2018-\u201f]{1,4}$/i;
/** In capitals a sha is rare, and much else in hex is written so. */
const upperTalk =
  /(?<![a-z])(?:commits?|revisions?|changesets?|reverts?|cherry-pick(?:ed)?(?: from)?)[\s:(\x60"'*]{1,4}$/i;
/** Nobody's name is as long as a whole sha. */
const longestName = 12;
/** `update to klib 1a2b3c4`, `bump gnulib to 1a2b3c4` */
const updateTalk =
  /(?<![a-z])(?:update|bump|upgrade|sync|roll|import)(?:e?s|e?d|ing)?\s[^\n]{0,30}\bto\s(?:[\w./-]{1,30}\s)?$/i;
/** Words before a place, in a sentence that says what happened where. */
const placeTalk =
  /(?<![\p{L}\d_])(?:in|by|from|to|at|since|while|although|though|because|whereas|when|unlike|(?:the )?same(?: \p{L}{2,12})? as|with|without|before|after|until|of|see|via|per|like|as of|than|cf\.|siehe|voir|véase|vedi|zob\.|viz|bkz\.|см\.|im|seit|mit|durch|dans|depuis|par|en|desde|por|em|no|nel|da|dal|od|przez|w|ve|v|в|во|с|со|из|от)[\s"'\u2018-\u201f«‹]{1,12}$/iu;
/** Where something stands in the memory of a machine; a sentence speaks of it with the same words. */
const address = /^(?:0{4}|f{4}|7f[0-9a-f]{10}$)/;
/** `git show 1a2b3c4`, `hg update -r 1a2b3c4` */
const command = /(?<![\w-])(?:git|tig|hg|jj)(?:[ \t][\w.-]{1,20}){1,4}[ \t]$/;
/** `1a2b3c4 ("Write the log")`, as git writes references, and what a commit has done. */
const saidBehind =
  /^(?:\s{1,10}\([["\u201c]?\p{L}|['’]s\s|[ \t]\n?[ \t]*(?:introduce[ds]|br(?:oke|eaks)|add(?:ed|s)|remove[ds]|fixe[ds]|change[ds]|ma(?:de|kes)|move[ds]|switche[ds]|replace[ds]|rename[ds]|revert(?:ed|s)|drop(?:ped|s)|forg[eo]ts?|misse[ds]|cause[ds]|start(?:ed|s)|refactor(?:ed|s)|accidentally|inadvertently)\b)/u;
/** A sum of a file is as long as a whole sha, and so is many a secret. */
const sumTalk = /\b(?:sha-?1|md5)[:=]$/i;
const otherTalk = new RegExp(
  String.raw`(?<![a-z])(?:tokens?|bearer|basic|secrets?|passw(?:or)?d|passphrase|(?:api|access|gpg|pgp|public|private|session|signing)?[-_ ]?keys?(?:[-_ ]?ids?)?|fingerprint|digest|checksum|(?:sha-?1|md5|shasum|sum)(?:sums?)?|crc(?:32)?|e-?tag|uuid|guid|nonce|salt|cookie|hmac|signature|build[-_ ]?id|serial|address|colou?r|user|index|blob|tree|密码|密碼|令牌|密钥|密鑰|金鑰|哈希值?|校验和|颜色|顏色|パスワード|トークン|ハッシュ値?|토큰|암호|해시)${between.replace('{1,5}', '{0,5}')}$`,
  'iu',
);
const aboutGit = /\b(?:git|commit|rev(?:ision)?|changeset)\b/i;
const commitJoint =
  /^[\s\x60"'\u2018-\u201f\])）]*(?:[,，、;+/&]|and|or|to|und|et|y|e|и|i|\.{2,3}|…|[–—])[\s\x60"'\u2018-\u201f([（]*$/;
/** `Merge: 1a2b3c4 5d6e7f8` */
const mergeHead = /(?:^|\n)[ \t]*Merge: (?:[0-9a-f]{7,40} ){0,8}$/;
/** `100644 blob 1a2b3c4`, `:100644 100644 1a2b3c4 9f8e7d6`, `index 1a2b3c4..9f8e7d6`: what git keeps of a file. */
const objectTalk =
  /(?:(?<!\d)(?:0?40000|100644|100755|120000)(?: [0-7]{6})?(?: (?:blob|tree))? (?:[0-9a-f]{7,40}(?:\.\.\.)? )?|\bindex [0-9a-f]{7,40}\.\.)$/;
/** What a sum is followed by: the name of its file. */
const fileBehind = /^(?: {2}| \*(?!\/))\S|^ \d{1,12}(?: \S{1,80})?[ \t]*(?:[\n'"]|$)/;

/** A number: `1e10000`, `0b1010101` */
const otherNotation = /^(?:[1-9]\d?e\d+|0b[01]+)$/;

const openers = '([{"\'‘‚“„«‹「『【（《<';
const closers = ')]}"\'’‘”“»›」』】）》>';
/** `[<c0104f6a>] show_trace`: a place in a kernel. */
const traceOpener = /\[<$/;
/** A program tells of one of its parts, and at which address it lies. */
const namedAddress = /(?:^|\n)[ \t]*[a-z_][\w.:]{0,40} \[$/;

/** `(1a2b3c4 Ann Example)`, `(1a2b3c4 2026-11-30)`: who made it, and when. */
const madeBehind = /^[ \t](?:\p{Lu}[\p{L}.'’ -]{1,40}|\d{4}-\d\d-\d\d)[)\]]/u;
/** `[1a2b3c4,9f8e7d6]`, `(the log, 1a2b3c4)`: what stands before and behind a sha in brackets that others share. */
const shasBefore = /[([](?:[0-9a-f]{7,40}(?:[,;/&+ \t]{1,3}|\s(?:and|or)\s)){0,8}$/;
const shasBehind = /^(?:(?:[,;/&+ \t]{1,3}|\s(?:and|or)\s)[0-9a-f]{7,40}){0,8}[)\]]/;
const saidBefore = /\([^()\n]{2,80}[,;] $/;
/** `1a2b3c4 Write the log` begins a line. */
const subject = /^ \p{Lu}\p{Ll}+ [\p{L}\d`'"/.-]{1,40}[ \t\r\n]/u;

/** Longest text before a sha that says what it is. */
const reach = 48;
/** A subject is seldom longer. */
const lineReach = 200;

/**
 * A sha has digits and letters. Seven digits of hex occur in prose by chance, so a short one needs words such as
 * "commit" or "fixed in" before it, marks around it, or a project path with `@`; forty characters speak for themselves.
 */
export function* commitMatches(
  text: string,
  region: Region,
  others: readonly Span[] = [],
): Generator<EntityMatch> {
  const body = text.slice(region.start, region.end);
  let lastEnd = -1;
  let next = 0;
  for (const found of body.matchAll(/(?<![\w-])(?:[0-9a-f]{7,40}|[0-9A-F]{7,40})(?![\w-])/g)) {
    const sha = found[0].toLowerCase();
    const start = found.index;
    const end = start + sha.length;
    if (!mayBeSha(sha) && !isLinkedCommit(text, region.start + end, sha)) continue;
    const path = body[start - 1] === '@' ? pathBefore(body, start - 1) : '';
    const isQualified = path !== '' && isQualifier(path, 'commit');
    for (; (others[next]?.start ?? Number.POSITIVE_INFINITY) < start; next += 1)
      lastEnd = Math.max(lastEnd, others[next]?.end ?? -1);
    const isNext =
      isJoined(body, lastEnd, start) ||
      (region.kind !== 'string' && isJoined(body, end, others[next]?.start));
    if (!isQualified && !isNext) {
      const at = region.start + start;
      if (sha !== found[0] && !upperTalk.test(text.slice(Math.max(0, at - 24), at))) continue;
      if (!isNamed(text, region, at, sha)) continue;
    }
    lastEnd = end;
    yield isQualified
      ? { kind: 'commit', qualifier: path.toLowerCase(), value: sha, start: start - path.length - 1, end }
      : { kind: 'commit', qualifier: undefined, value: sha, start, end };
  }
}

/** Both digits and letters, and no row of keys nor the name of a curve. */
const mayBeSha = (sha: string): boolean =>
  /\d/.test(sha) &&
  /[a-f]/.test(sha) &&
  sha !== 'ed25519' &&
  !/(.)\1{6}/.test(sha) &&
  !/^(?:0?123456789a|1234567890a|(.{1,8})\1{3,}.{0,3}$)/.test(sha);

const longestJoint = 12;

const isJoined = (body: string, from: number, to: number | undefined): boolean => {
  if (from < 0 || to === undefined || to - from >= longestJoint) return false;
  const joint = body.slice(from, to);
  return commitJoint.test(joint);
};

/** `[Bug 1a2b3c4](https://…/commit/1a2b3c4d5e)` */
const linkBehind = (text: string, at: number, sha: string): boolean =>
  text.startsWith('](http', at) && text.slice(at, at + lineReach).includes(`/${sha}`);

/** `` [`1234567`](https://…/commit/12345678ab) ``: the link says what digits alone do not. */
const isLinkedCommit = (text: string, at: number, sha: string): boolean => {
  const [link] = /^`{0,2}\]\(https?:\/\/[^\s()]{1,190}/.exec(text.slice(at, at + lineReach)) ?? [];
  return link?.includes(`/commit/${sha}`) === true;
};

function isNamed(text: string, region: Region, at: number, sha: string): boolean {
  const isSentence = region.kind === 'prose' || region.kind === 'comment';
  const before = isSentence ? textBefore(text, at, reach) : text.slice(Math.max(0, at - reach), at);
  const after = text.slice(at + sha.length, at + sha.length + reach);
  const line = text.slice(Math.max(0, at - lineReach), at);
  if (objectTalk.test(line)) return false;
  if (linkBehind(text, at + sha.length, sha)) return true;
  if (sumTalk.test(before) || (sha.length <= longestName && creditTalk.test(before))) return false;
  const isSum = otherTalk.test(before);
  if (commitTalk.test(before) && !(isSum && !aboutGit.test(before))) return true;
  if (isSum || (sha.length >= 32 && fileBehind.test(after))) return false;
  // Alone in a string of code it may be the sum of anything.
  if (
    region.kind === 'string' &&
    region.end - region.start < sha.length + 4 &&
    text.slice(region.start, region.end).trim() === sha
  )
    return false;
  if (sha.length === 40 || region.kind === 'inlineCode') return true;
  if (region.kind === 'value') return false;
  if (address.test(sha)) return false;
  if (isEnclosed(text, region, at, at + sha.length)) return true;
  if (region.kind === 'string' || otherNotation.test(sha)) return false;
  return (
    placeTalk.test(before) ||
    builtTalk.test(before) ||
    updateTalk.test(before) ||
    mergeHead.test(text.slice(Math.max(0, at - lineReach), at)) ||
    command.test(before) ||
    saidBehind.test(after) ||
    isAmongLetters(text, at, at + sha.length) ||
    (region.kind === 'prose' &&
      (isListed(text, at, at + sha.length) ||
        isInBrackets(text, at, at + sha.length) ||
        (/(?:^|\n)[ \t]*$/.test(before) && subject.test(after))))
  );
}

/** Between letters of a script without blanks, which many writers keep at a distance of one: `回退 1a2b3c4`. */
const isAmongLetters = (text: string, start: number, end: number): boolean =>
  isUnspacedLetter(text, start - (text[start - 1] === ' ' ? 2 : 1)) ||
  isUnspacedLetter(text, end + (text[end] === ' ' ? 1 : 0));

/** `[1a2b3c4]` anywhere, in a sentence also `(1a2b3c4)` and in quotes. */
function isEnclosed(text: string, region: Region, start: number, end: number): boolean {
  const opener = text[start - 1] ?? ' ';
  const closer = text[end] ?? ' ';
  if (start <= region.start || end >= region.end) return false;
  if (!openers.includes(opener) || !closers.includes(closer)) return false;
  if (/[\w)\]]/.test(text[start - 2] ?? ' ')) return false;
  const before = text.slice(Math.max(0, start - reach), start);
  if (traceOpener.test(before)) return false;
  if (region.kind === 'comment') {
    // A value in code, or what a program has said.
    if (opener === '"' || opener === "'") return false;
    if (namedAddress.test(before) && /^\][ \t]*(?:\r?\n|$)/.test(text.slice(end, end + reach))) return false;
  }
  return opener === '[' || region.kind !== 'string';
}

function isInBrackets(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - lineReach), start);
  const after = text.slice(end, end + lineReach);
  return (
    (shasBefore.test(before) && (madeBehind.test(after) || shasBehind.test(after))) ||
    (saidBefore.test(before) && after.startsWith(')'))
  );
}

/** `* 1a2b3c4 Write the log`, and without a bullet where the line above or below begins so too. */
function isListed(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - lineReach), start);
  const after = text.slice(end, end + lineReach);
  const bullet = /(?:^|\n)[ \t]*([-*+•][ \t]+)?$/.exec(before);
  if (!bullet || !/^:?[ \t]+[\p{L}("']/u.test(after)) return false;
  return (
    bullet[1] !== undefined ||
    /^[^\n]*\n[ \t]*[0-9a-f]{7,40} /.test(after) ||
    /(?:^|\n)[ \t]*[0-9a-f]{7,40} [^\n]*\n[ \t]*$/.test(before)
  );
}

import { isQualifier, pathBefore } from './entityReferencePaths.ts';
import type { EntityMatch } from './entityReferencePatterns.ts';
import type { Region } from './entityReferenceRegion.ts';
import { isUnspacedLetter } from '../text/scripts.ts';

/** Marks that may stand between a word and the sha that it speaks of. */
const between = String.raw`["'\x60\u2018-\u201f]?[\s:=([{（：「『【《<«‹"'\x60\u2018-\u201f]{1,5}`;
const commitTalk = new RegExp(
  String.raw`(?:(?<![a-z])(?:(?:git[-_ ]?)?(?:commits?(?:[-_ ]?(?:hash|sha1?|id|ref|oid))?|commit\p{L}{1,4})|sha|git[-_ ]?(?:head|hash|sha1?|ref|rev)?|hg|head|rev(?:ision)?s?|change[- ]?sets?|csets?|reverts?|reverted|revert\p{L}{2,5}|annule|rückgängig|cofni\p{L}*|wycofa\p{L}*|откат\p{L}*|коммит\p{L}*|cherry[- ]pick(?:s|ed|ing)?(?: from)?|back-?port(?:s|ed)?(?: of)?|picked from|fixup!?|squash!?|pick|appl(?:y|ies|ied)|bisect \p{L}+|references?|refs?|related|upstream|origin|fixes|bug|merge:)${between}|(?:提交|コミット|커밋|수정|되돌림|리버트|リバート|修正|修复|修復|回退|回滚|还原|還原|撤销|撤銷)[\s:：(\x60"'\u2018-\u201f：（「『【]{0,2})$`,
  'iu',
);
/** Words before a place, in a sentence that says what happened where. */
const placeTalk =
  /(?<![\p{L}\d_])(?:in|by|from|to|at|since|with|before|after|until|of|see|via|per|like|as of|than|cf\.|siehe|voir|véase|vedi|zob\.|viz|bkz\.|см\.|im|seit|mit|durch|dans|depuis|par|en|desde|por|em|no|nel|da|dal|od|przez|w|ve|v|в|во|с|со|из|от)[\s"'\u2018-\u201f«‹]{1,12}$/iu;
/** Where something stands in the memory of a machine; a sentence speaks of it with the same words. */
const address = /^(?:0{3}|f{4}|7f[0-9a-f]{10}$)/;
/** `git show 1a2b3c4`, `hg update -r 1a2b3c4` */
const command = /(?<![\w-])(?:git|tig|hg|jj)(?:[ \t][\w.-]{1,20}){1,4}[ \t]$/;
/** `1a2b3c4 ("Write the log")`, as git writes references, and what a commit has done. */
const saidBehind =
  /^(?:\s{1,10}\(["\u201c]?\p{L}|['’]s\s|[ \t]\n?[ \t]*(?:introduced|broke|added|removed|fixed|changed|made|moved|switched|replaced|renamed|reverted|dropped|forgot|missed|caused|started|refactored|accidentally|inadvertently)\b)/u;
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
const mergeHead = /(?:^|\n)[ \t]*Merge: $/;
/** What a sum is followed by: the name of its file. */
const fileBehind = /^(?: {2}| \*)\S|^ \d{1,12}(?: \S{1,80})?[ \t]*(?:[\n'"]|$)/;

/** A number: `1e10000`, `0b1010101` */
const otherNotation = /^(?:[1-9]\d?e\d+|0b[01]+)$/;

const openers = '([{"\'‘‚“„«‹「『【（《<';
const closers = ')]}"\'’‘”“»›」』】）》>';
/** Longest text before a sha that says what it is. */
const reach = 48;
/** A subject is seldom longer. */
const lineReach = 200;

/**
 * A sha has digits and letters. Seven digits of hex occur in prose by chance, so a short one needs words such as
 * "commit" or "fixed in" before it, marks around it, or a project path with `@`; forty characters speak for themselves.
 */
export function* commitMatches(text: string, region: Region): Generator<EntityMatch> {
  const body = text.slice(region.start, region.end);
  let lastEnd = -1;
  for (const found of body.matchAll(/(?<![\w-])[0-9a-f]{7,40}(?![\w-])/g)) {
    const sha = found[0];
    if (!mayBeSha(sha)) continue;
    const start = found.index;
    const end = start + sha.length;
    const path = body[start - 1] === '@' ? pathBefore(body, start - 1) : '';
    const isQualified = path !== '' && isQualifier(path, 'commit');
    const isNext = lastEnd >= 0 && start - lastEnd < 12 && isJoined(body, lastEnd, start);
    if (!isQualified && !isNext && !isNamed(text, region, region.start + start, sha)) continue;
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
  !/^(?:0?123456789a|1234567890a|(.{1,8})\1{3})/.test(sha);

const isJoined = (body: string, from: number, to: number): boolean => {
  const joint = body.slice(from, to);
  return (
    commitJoint.test(joint) ||
    (joint === ' ' && mergeHead.test(body.slice(Math.max(0, from - 60), from).replace(/[0-9a-f]+$/, '')))
  );
};

function isNamed(text: string, region: Region, at: number, sha: string): boolean {
  const before = text.slice(Math.max(0, at - reach), at);
  const after = text.slice(at + sha.length, at + sha.length + reach);
  if (sumTalk.test(before)) return false;
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
  if (isEnclosed(text, region, at, at + sha.length)) return true;
  if (region.kind === 'string' || otherNotation.test(sha)) return false;
  return (
    (placeTalk.test(before) && !address.test(sha)) ||
    command.test(before) ||
    saidBehind.test(after) ||
    isAmongLetters(text, at, at + sha.length) ||
    (region.kind === 'prose' && isListed(text, at, at + sha.length))
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
  return opener === '[' || region.kind !== 'string';
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

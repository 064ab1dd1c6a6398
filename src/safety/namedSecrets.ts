import { namesPattern, otherThings, publicThings, type NamedKind } from './secretNames.ts';
import {
  looksLikeCode,
  looksLikeKey,
  looksLikePassword,
  standsForAnother,
  type ValueStyle,
} from './secretShape.ts';
import type { Span } from './spans.ts';
import { at, behindTag, longestValue, valueAt, valueBelow, type Value } from './namedValue.ts';

interface Name {
  readonly kind: NamedKind;
  readonly start: number;
  readonly end: number;
  /** Whether nothing but blanks and marks stands before it in its line. */
  readonly opensLine: boolean;
  /** `--password`, `-storepass`. */
  readonly isOption: boolean;
  /** `DB_PASSWORD` */
  readonly isUpper: boolean;
  /** `key` alone, which may be that of a list or a map. */
  readonly isBare: boolean;
  /** It says that its value is a secret, and not only that it is a key of some kind. */
  readonly isPlain: boolean;
}

/** Secrets that a name before them tells: `password: …`, `TOKEN=…`, `the password is …`, `--api-key …`. */
export function namedSecrets(text: string): Span[] {
  const found: Span[] = [];
  let from = 0;
  for (const match of text.matchAll(namesPattern)) {
    if (match.index < from) continue;
    const name = readName(text, match);
    if (!name) continue;
    const value = valuesOf(text, name).find(
      (each) => isSecret(name, text.slice(each.start, each.end), each.style) && !isNamedType(text, each),
    );
    if (!value) continue;
    from = value.end - value.start < longestValue ? value.end : endOfWord(text, value.end);
    found.push({ start: value.start, end: from, kind: kindOf[name.kind] });
  }
  return found;
}

const identifier = /^[A-Za-z_$][\w$]*$/;
const declaration =
  /^[\s*>]*(?:import\s(?:type\s)?\{|export\s(?:declare\s|default\s|abstract\s|type\s|interface\s|class\s|function\s|\{)|declare\s|interface\s|class\s|type\s\w+\s?=)/;

/** A name among those that a line of code declares or imports, or the type of a field: `OAuth2Credential<T>`. */
function isNamedType(text: string, { start, end, style }: Value): boolean {
  if (style === 'quoted' || !identifier.test(text.slice(start, end).replace(/<[\w$<>[\]]*$/, '')))
    return false;
  if (/^[A-Z]\w*[a-z]\w*<[A-Z]\w*/.test(text.slice(start, Math.min(end + 40, start + longestValue))))
    return true;
  const line = text.slice(Math.max(text.lastIndexOf('\n', start - 1) + 1, start - longestValue), start);
  return declaration.test(line);
}

function endOfWord(text: string, from: number): number {
  return at(/[\w+/=.-]*/y, text, from) ?? from;
}

const kindOf: Readonly<Record<NamedKind, string>> = {
  password: 'password',
  credentials: 'password',
  key: 'key',
  authorization: 'authorization',
};

const letter = /[\p{L}\p{N}]/u;
const restOfName = /(?:[._-]?[A-Za-z0-9]{1,40}){0,4}/y;

function readName(text: string, match: RegExpMatchArray): Name | undefined {
  const groups = match.groups ?? {};
  const [group = ''] = Object.entries(groups).find(([, part]) => part !== undefined) ?? [];
  const start = match.index ?? 0;
  const found = match[0];
  const isShort = group.startsWith('short');
  const kind: NamedKind =
    group === 'shortPassword' ? 'password' : group === 'shortKey' ? 'key' : (group as NamedKind);
  const isLatin = !/[^ -\u024F]/.test(found);
  if (isShort && !standsAlone(text, start, found)) return undefined;
  restOfName.lastIndex = start + found.length;
  const rest = isLatin ? (restOfName.exec(text)?.[0] ?? '') : '';
  // A full stop ends a sentence, and what follows a name without a mark is more of a word.
  if (rest !== '' && otherThings.test(rest)) return undefined;
  const before = text.slice(Math.max(0, start - 40), start);
  if (/key$/i.test(found) && publicThings.test(`${before}${found.replace(/[ _-]?key$/i, '')}`))
    return undefined;
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const own = /[\w.$:/-]*$/.exec(line)?.[0] ?? '';
  const end = start + found.length + rest.length;
  // `/etc/passwd` is a file, unless something is set by it; and in `user:password@host` it stands for any.
  if (text[end] === '@') return undefined;
  if (isLatin && own.endsWith('/') && at(assigning, text, end) === undefined) return undefined;
  const ahead = line.slice(0, line.length - own.length);
  return {
    kind,
    start: start - own.length,
    end,
    opensLine: (start < 40 || before.includes('\n')) && opening.test(ahead),
    isOption: /^--?[\w.-]*$/.test(own) && own.startsWith('-'),
    isUpper: /^[A-Z0-9_]+$/.test(`${own}${found}${rest}`),
    isPlain: /secret/i.test(`${own}${found}${rest}`),
    isBare: own === '' && rest === '' && group === 'shortKey',
  };
}

/** What may stand before the name of a setting in its line. */
const opening = /^[\s>*#$-]*(?:(?:export|set|setx|env|ARG|ENV|private|const|let|var)\s{1,3})?$/;

/** `db_pass`, `dbPass` and `PASS` are names, `bypass` and `passing` are words. */
function standsAlone(text: string, start: number, found: string): boolean {
  const before = text[start - 1] ?? '';
  const after = text[start + found.length] ?? '';
  const isCamel = /\p{Ll}/u.test(before) && /^\p{Lu}/u.test(found);
  const opens =
    !letter.test(before) ||
    isCamel ||
    (before === ''
      ? true
      : /(?:^|[^a-z])(?:bind|db|root|admin|user|ftp|mail|smtp|http|proxy|sql|pg|ssh|vnc|wifi|ldap|my|guest|test)$/i.test(
          text.slice(Math.max(0, start - 6), start),
        ));
  return opens && (!letter.test(after) || (/\p{Ll}$/u.test(found) && /\p{Lu}/u.test(after)));
}

const closing = String.raw`(?:\\?["'\`”»\])}]|\*\*){0,3}`;
const assigning = new RegExp(
  String.raw`${closing}[ \t]{0,20}(?::[ \t]{0,3}[\w.<>&\[\] ]{1,20}[ \t]{0,3}=(?!=)|::?=|=>|={1,3}|!==?|<-|%3[AaDd](?:%20)?|\\u003[dD]|[:：＝]|\|\|=?|\?\?=?|\|(?!\|)|\((?=[ \t]{0,3}["'\x60]))(?:\*\*|__)?[ \t]{0,20}(?:<(?:code|b|strong|em|i|kbd|span|tt|pre|samp|var)\b[^<>\n]{0,60}>){0,2}`,
  'y',
);
/** The name and the value of an element, of an entry of a list, or of two arguments. */
const pairing =
  /\\?["'>]?\s{0,3},?\s{0,40}\\?["']?(?:value|Value|VALUE|default|content)\\?["']?\s{0,3}[:=]\s{0,3}|["']\s{0,3}\{\s{0,20}(?:\w{1,20}\s{0,10}=[^\n]{0,80}\n\s{0,20}){0,4}default\s{0,10}=\s{0,3}|["'][ \t]{0,3},[ \t]{0,3}(?=["'])|["'][^<>\n"']{0,60}>\s{0,3}(?=[^\s<>])|(?<=<[\w:.-]{1,60})(?:\s[^<>\n]{0,100})?>(?:<!\[CDATA\[)?|[:：]?[ ]?<\/[\w:-]{1,20}>[:：]?\s{0,20}(?:<[\w:-]{1,20}[^<>\n]{0,60}>\s{0,3}){0,3}(?=[^\s<>])/y;
const heading =
  /(?:[ \t]{1,3}(?:is|lautet|ist|es|est))?[ \t]{0,3}[:：]?[ \t]{0,3}(?:\*\*)?[ \t]{0,3}\r?\n[\s>]{0,40}(?:```\w{0,12}\s{0,20})?(?=\S+[ \t]*(?:\r?\n|$))/y;
const told = String.raw`(?:(?:is|was|are|remains|equals|reads|becomes|became|to|lautet|ist|war|wird|es|era|est|était|è|é|foi|jest|brzmi|je|är|er|ir|yra|este|been|back to|set to|είναι|это|есть|буде|הוא|היא|है|คือ|là|adalah|هي|هو)(?:[ \t]+(?:now|still|set to|currently|jetzt|nun|auf|ahora|maintenant|ora|agora))?|[—–→-]>?|->)`;
const saying = new RegExp(
  String.raw`(?:[ \t]+[^\s:=]{1,40}){0,7}?(?:[ \t]+${told}[ \t]*[:：]?[ \t]+|[ \t]?[:：][ \t]*|[ \t]+=[ \t]+)`,
  'y',
);
const sayingWithoutBlanks =
  /[^\s:：是为為=,，。]{0,12}[ \t]?(?:是|为|為|は|が|[은는이가]|คือ|[:：=])[ \t]?(?=[^「『“"]|[「『“"])|(?=[「『“])/y;
const nothing = /["'”»*]{0,2},?[ \t]{1,4}(?:of[ \t]|=[ \t]?|\()?(?=["'`“«„「]?\S)/y;
/** The next word of the same sentence. */
const nextWord = /[^\s]{1,40}(?<![.;!?])[ \t]{1,3}(?=\S)/y;
const mostWords = 7;

/** Where the value may stand: in one place behind a mark, in one of several within a sentence. */
function valuesOf(text: string, name: Name): Value[] {
  const list = (...values: (Value | undefined)[]): Value[] => values.filter((value) => value !== undefined);
  if (name.isOption) {
    const assigned = at(/[= ][ \t]{0,4}/y, text, name.end);
    if (assigned !== undefined) return list(valueAt(text, assigned, 'option'));
  }
  const paired = name.kind === 'credentials' ? undefined : at(pairing, text, name.end);
  if (paired !== undefined) return list(valueAt(text, paired, 'inline'));
  const marked = at(assigning, text, name.end);
  const assigned = marked === undefined ? undefined : behindTag(text, marked);
  const below = assigned === undefined ? undefined : valueBelow(text, assigned);
  if (below !== undefined && name.kind !== 'credentials') return list(below);
  if (assigned !== undefined && !/[\r\n]/.test(text[assigned] ?? '\n')) {
    const start = at(name.kind === 'authorization' ? scheme : knownScheme, text, assigned) ?? assigned;
    if (name.kind === 'credentials') return list(secondOf(text, start));
    const value = valueAt(text, start, name.opensLine ? 'line' : 'inline', text[name.start - 1]);
    return list(name.kind === 'authorization' ? tokenOf(text, value) : value);
  }
  const headed = at(heading, text, name.end);
  if (headed !== undefined) return list(valueAt(text, headed, 'prose'));
  const said = at(saying, text, name.end) ?? at(sayingWithoutBlanks, text, name.end);
  if (name.kind === 'credentials') return list(said === undefined ? undefined : secondOf(text, said));
  const told = said === undefined ? [] : [valueAt(text, said, 'prose')];
  const words = name.kind === 'password' ? wordsAfter(text, name.end) : [afterBlank(text, name.end)];
  // What a second name tells is its own: `pass …, grafana pw: …`.
  const isOfAnother = said !== undefined && text.slice(name.end, said).search(namesPattern) >= 0;
  return isOfAnother ? list(...words, ...told) : list(...told, ...words);
}

/** What a header carries ends where a token does: `…!13` has a number behind it. */
function tokenOf(text: string, value: Value | undefined): Value | undefined {
  if (!value) return undefined;
  const end = at(/[\w.~+/=-]{12,512}/y, text, value.start) ?? value.end;
  return { ...value, end: Math.min(end, value.end) };
}

const afterBlank = (text: string, from: number): Value | undefined => {
  const start = at(nothing, text, from);
  return start === undefined ? undefined : valueAt(text, start, 'prose');
};

/** The words of the sentence behind a name. */
function wordsAfter(text: string, from: number): (Value | undefined)[] {
  const values: (Value | undefined)[] = [];
  let start = at(nothing, text, from);
  for (let word = 0; start !== undefined && word < mostWords; word++) {
    const value = valueAt(text, start, word === 0 ? 'prose' : 'word');
    if (word === 0 || value?.style === 'word') values.push(value);
    start = at(nextWord, text, start);
  }
  return values;
}

/** The value that holds where none is set: `os.getenv("TOKEN", "…")`. */
const knownScheme =
  /["']?(?:Basic|Bearer|Token|ApiKey)(?:[ \t]|%20){1,3}(?=[^\s"']{8})|[\w.]{1,40}\([ \t]{0,3}["'][^"'\n]{0,60}["'][ \t]{0,3},[ \t]{0,3}(?=["'])/y;
const scheme = /["']?[A-Za-z][\w-]{1,20}(?:[ \t]|%20){1,3}(?:token=)?["']?(?=[^\s"']{8})/y;
/** `admin / secret`, `admin:secret` */
const pair = /["'`]?[^\s"'`/:|]{1,60}["'`]?[ \t]{0,3}[/:|][ \t]{0,3}/y;

function secondOf(text: string, start: number): Value | undefined {
  const second = at(pair, text, start);
  return second === undefined ? undefined : valueAt(text, second, 'inline');
}

function isSecret({ kind, isUpper, isBare, isPlain }: Name, value: string, style: ValueStyle): boolean {
  switch (kind) {
    case 'authorization':
      return (
        /^[\w.~+/=-]{12,}$/.test(value) &&
        /\d|={1,2}$|[a-z][A-Z]/.test(value) &&
        !standsForAnother(value) &&
        !looksLikeCode(value)
      );
    case 'key':
      if (looksLikeKey(value, style)) return !isBare || value.length >= 20;
      // Somebody has made it up: `JWT_SECRET=Tundra3391`.
      return (
        (isPlain || (isUpper && style === 'line')) &&
        ['quoted', 'line', 'option'].includes(style) &&
        value.length >= 8 &&
        /\d/.test(value) &&
        !looksLikeCode(value) &&
        looksLikePassword(value, style)
      );
    case 'credentials':
    case 'password':
      return (
        looksLikePassword(value, style) ||
        (isUpper &&
          style === 'line' &&
          !standsForAnother(value) &&
          /^[a-z][\w-]{5,}$/.test(value) &&
          /[-_\d]|.{8}/.test(value))
      );
  }
}

/** How a value stands behind its name. */
export type ValueStyle =
  /** In quotes. */
  | 'quoted'
  /** The rest of a line of settings. */
  | 'line'
  /** Behind an option of a command. */
  | 'option'
  /** Behind `=` or `:` within a line. */
  | 'inline'
  /** Told by the verb of a sentence, or right behind the name. */
  | 'prose'
  /** Another word of the sentence. */
  | 'word';

const placeholders =
  /^(?:\/\/.*|@[\w.-]+\/[\w./-]+|[xX*.•_#?-]{3,}|0+|\W*|\[?redacted.*|<.*|\{.*|\[.*|\(.*|.*\.\.\.|.*…|your[\w .-]*|my[_-]?(?:password|secret|token|key|api[_-]?key)\w*|(?:an?|the|some|any|new|old|insert|enter|put|add)[_-].*|.*(?:example|placeholder|change[_-]?me|replace[_-]?me|changeit|dummy|sample|redacted|todo|fixme).*|x+[\w-]*x{3,}|.*x{6,}.*|.*\*{3,}.*|a{4,}|(?:abc|123|1234|12345|foo|bar|baz|foobar|test|testing|secret|password|passwort|passwd|pass|token|key|api[_-]?key|admin|root|user|username|guest|default|value|string|none|null|nil|true|false|undefined|empty|required|optional|hidden|unknown|yes|no|on|off|postgres|mysql|redis)\d{0,3})$/i;
const references =
  /^(?:\$[A-Za-z_({\d][\w.:[\]'"`(){}>/,-]*|%\w*%?|@\w+@|&\w+|![A-Za-z]{3,12}(?:\s.*)?|~\/.*|(?:process|os|env|ENV|self|this|config|cfg|settings|secrets?|vars?|args?|argv|options?|opts|params?|props|req|request|res|data|input|ctx|context|state|import|System|Deno|Bun|std|vault|local|module|each|inputs|github|steps|event|user|form|body|query|headers?|session|credentials?|auth|client|account|result|response)(?:\.|\[|->|::).*|(?:ref\+|op:|vault:|ssm:|arn:|gcp:|aws:|azure:|keyring:|file:|env:|sops:|secret:|https?:|projects\/).*|\.{0,2}\/[\w./-]*|~\/.*|[A-Za-z]:\\.*|[a-z._-]+(?:\/[a-z0-9._-]+)+|[A-Z][A-Z_]{2,}|[a-zA-Z_$][\w$]*\(.*|(?:[a-zA-Z_$][a-zA-Z_$]*\.)+[a-zA-Z_$][\w$]*(?:\(.*)?|(?:function|await|async|new|return|typeof|const|let|var|def|class|lambda|if|else|for|while)\b.*)$/;
/** A place of a file or of a page, whose parts are words. */
const places = /^[\w.@~()[\]-]*(?:\/[\w.@~()[\]-]*){2,}$/;
/** Names of procedures, formats and versions, which have digits in them as passwords do. */
const technicalTerms =
  /^(?:(?:hmac-?)?sha-?\d+|md5|argon2\w*|pbkdf2|bcrypt\d*|scrypt\d*|base\d+\w*|utf-?\d+|oauth\d[\w.]*|open-?id\d*|v?\d{1,6}(?:\.\d{1,6}){0,5}(?:[-+.]\w{1,20})?|s3|ec2|r2|k8s|i18n|l10n|a11y|x\.?509\w*|aes-?\d*\w*|rsa-?\d*|[hrep]s(?:256|384|512)|ed25519|secp\d+\w*|curve25519|http\/?\d[\w.]*|http2|ipv[46]|web3|[2m]fa|p(?:12|256|384|521|kcs\d*)|win32|x64|arm64|log4j|\d+(?:\.\d+)?(?:ms|s|m|h|d|w|kb|mb|gb|px|%|st|nd|rd|th|k|x)?|\d{4}-\d\d-\d\d.*|issue#?\d+|rfc-?\d+\w*|0x[0-9a-f]{1,8}|cve-[\d-]+|es20\d\d|iso-?\d+\w*|\w+\.(?:[jt]sx?|mjs|cjs|py|go|rs|java|md|json|ya?ml|toml|txt|sh|html|css|sql|conf|ini|xml|pem|key|crt))$/i;

/** An expression of JavaScript, whose marks make it look like chance. */
const regExp = /^\\[sdwbSDWB][*+{?]|^\/(?=[^\n]*[\\[(^$*])[^\n]*\/[dgimsuvy]{0,4}[;,)]{0,2}$/;

/** Longer ones are neither names nor words. */
const longest = 600;

const hasDigit = (text: string): boolean => /\d/.test(text);
const hasLetter = (text: string): boolean => /\p{L}/u.test(text);
const strongSymbol = /[!@#$%^&*+?~|=<>{}[\]]/;
/** Four letters that can be said, or that all know. */
const fourLetters =
  '(?:(?![a-z]?[^aeiouy]{3})(?![^aeiouy]{4})[a-z]{4}|[aeiou](?:[a-z]{2}s|rch|nch|tch)|http|html|grpc|ctrl|tmpl|smtp)';
/**
 * App passwords: four groups of four letters, of which one is no word where blanks stand between them, or six groups of letters and numbers. It is
 * looked for from one place on.
 */
export const appPassword = new RegExp(
  String.raw`(?:(?!(?:${fourLetters} ){3}${fourLetters}(?![\w-]))[a-z]{4}(?:(?: [a-z]{4}){3}|(?:-[a-z]{4}){3})|(?=[A-Za-z ]{0,28}\d)(?:[A-Za-z0-9]{4} ){5}[A-Za-z0-9]{4})(?![\w-])`,
  'y',
);
/** Sixteen letters that nobody can say. */
const joinedAppPassword = /^(?=[a-z]*[^aeiouy]{4})[a-z]{16}$/;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a value stands for another one, or for none. */
export function standsForAnother(value: string): boolean {
  if (value.length > longest) return false;
  if (regExp.test(value)) return true;
  if (isChance(value)) return false;
  return placeholders.test(value) || references.test(value);
}

/** Words and code have none of these marks between letters and digits. */
function isChance(value: string): boolean {
  if (value.length >= 32 && classesOf(value) === 4 && entropyOf(value) > 4.2 && !/^\$?\{|^</.test(value))
    return true;
  return (
    value.length >= 10 &&
    classesOf(value) === 4 &&
    /[#!^*?~+%&@]/.test(value) &&
    !/[(){}<>[\].:\s]/.test(value)
  );
}

function classesOf(text: string): number {
  return [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((each) => each.test(text)).length;
}

/** Bits a character, by how often each stands in the text. */
function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

const wordsWithin = /[A-Z]?[a-z]{3,}|[A-Z]{3,}(?![a-z])/g;
const speakable = (word: string): boolean =>
  /[aeiouy]/i.test(word) && !/[^aeiouy]{4}|[aeiouy]{4}/i.test(word);

/** How much of a text is made of what can be said aloud, 0 to 1. */
export function shareOfWords(text: string): number {
  // Names have a number or two in them, and chance has many.
  if ((text.match(/\d+/g) ?? []).length > 2 || (text.match(/\d[a-z]/g) ?? []).length > 1) return 0;
  const words = text.match(wordsWithin) ?? [];
  return words.filter(speakable).join('').length / text.length;
}

/** Calls, members, elements and names of variables, as code has them behind a name. */
export function looksLikeCode(value: string): boolean {
  if (value.length > longest) return false;
  return (
    /^[&*!~-]{0,2}[A-Za-z_$][\w$.]*(?:[([{`]|->|::|\)+[.,;\])])/.test(value) ||
    (/^[&*]?[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*[*]?[\w.]*$/.test(value) && shareOfWords(value) > 0.5)
  );
}

/** Phrases that unlock something have nouns, and messages say what is. */
const isSentence = (value: string): boolean =>
  (value.match(/\b(?:the|is|are|was|be|must|of|to|than|with|not)\b/gi) ?? []).length > 1;

/** Whether a text looks like chance: keys and tokens do, words and names of code do not. */
export function looksRandom(value: string, shortest = 10): boolean {
  if (value.length < shortest || standsForAnother(value) || technicalTerms.test(value)) return false;
  if (
    places.test(value) &&
    value.split('/').every((part) => part.length < 24 && !/\d.*[A-Z]|[A-Z].*\d|[a-z]\d+[a-z]/.test(part))
  )
    return false;
  if (uuid.test(value)) return true;
  if (/^(?:0x)?[0-9a-f]+$/i.test(value))
    return value.length >= 16 && hasDigit(value) && entropyOf(value) > 2.5;
  if (/\s/.test(value))
    return value.length >= 32 && classesOf(value.replaceAll(/\s/g, '')) === 4 && !isSentence(value);
  if (!hasLetter(value)) return false;
  if (shareOfWords(value) > 0.6) return false;
  // Ids of keys: capitals, and one number or more among them.
  if (/^(?=[A-Z]{1,30}\d+[A-Z])[A-Z0-9]{16,32}$/.test(value)) return entropyOf(value) > 2.6;
  if (hasDigit(value))
    return (
      entropyOf(value) > 2.6 &&
      (/\d.*\d/.test(value) || value.length >= 20 || (classesOf(value) >= 3 && value.length >= 12))
    );
  return (
    value.length >= 20 &&
    /[a-z]/.test(value) &&
    /[A-Z]/.test(value) &&
    entropyOf(value) > 3.6 &&
    (/[A-Z]{2}/.test(value) || !/^[A-Za-z]+$/.test(value))
  );
}

/** `--session=work` */
const isOption = (value: string): boolean => /^--[a-z][a-z-]+(?:=|$)/.test(value);

/** A member of a member, all of words: `names_1.default.self`. */
const isMember = (value: string): boolean =>
  /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*){2,}$/.test(value) && shareOfWords(value) > 0.6;

/** Whether a value behind the name of a password is one. */
export function looksLikePassword(value: string, style: ValueStyle): boolean {
  if (standsForAnother(value) || value.length < 4 || value.length > 200) return false;
  appPassword.lastIndex = 0;
  if (appPassword.exec(value)?.[0] === value) return true;
  if (joinedAppPassword.test(value)) return style !== 'prose' && style !== 'word' && entropyOf(value) > 2.8;
  if (style !== 'quoted' && (/^[\w$.]+\(|[)\]};]$/.test(value) ? /[([{]/.test(value) : false)) return false;
  if (isOption(value) || (style !== 'quoted' && isMember(value))) return false;
  const isTerm = technicalTerms.test(value);
  switch (style) {
    case 'quoted':
      if (/\s/.test(value))
        return (
          value.length >= 8 &&
          hasDigit(value) &&
          hasLetter(value) &&
          !/[,.:;()]\s/.test(value) &&
          !isSentence(value)
        );
      if (hasDigit(value)) return !isTerm || /^\d{4,}$/.test(value);
      return strongSymbol.test(value) ? value.length >= 6 : /^(?:[a-z]{3,}-){3,}[a-z]{3,}$/.test(value);
    case 'line':
    case 'option':
      if (hasDigit(value)) return !isTerm || /^\d{6,}$/.test(value);
      return /[!@#$%^&*+?~]/.test(value)
        ? value.length >= 6
        : /^\w{4,}(?:-\w{4,})+$/.test(value) && style === 'option';
    case 'inline':
      if (/^\d+$/.test(value)) return value.length >= 6;
      return (
        value.length >= 5 &&
        hasDigit(value) &&
        !isTerm &&
        !/^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+$/.test(value)
      );
    case 'word':
      return value.length >= 8 && !/[/\\()[\]{}<>="'`:,]/.test(value) && looksLikePassword(value, 'prose');
    case 'prose':
      if (isTerm || value.length < 6 || !hasLetter(value)) return false;
      return hasDigit(value) ? !/^\p{L}+-?\d$/u.test(value) : /^(?:[a-z]{4,}-){3,}[a-z]{4,}$/.test(value);
  }
}

/** Whether a value behind the name of a key or token is one. */
export function looksLikeKey(value: string, style: ValueStyle): boolean {
  if (style !== 'quoted' && looksLikeCode(value)) return false;
  const shortest = style === 'prose' ? 16 : style === 'inline' ? 12 : 10;
  return looksRandom(value, shortest) && !/^[a-z]+(?:[_.:-][a-z]+)*[_.:-]?\d{0,4}$/i.test(value);
}

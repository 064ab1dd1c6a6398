import type { TokenRule } from './tokenRules.ts';

const host = String.raw`(?:\[[\w.-]{3,100}\]:\w{2,11}|\[(?:[\w-]{1,60}\.){2,5}[\w-]{1,60}\]|[\w-]{1,60}(?:\.[\w-]{1,60}){1,5}(?=:\d{2,5}[ \t]|[ \t]{1,20}[\w.+-]{1,60}@)(?::\d{2,5})?)`;

/** Before and behind what stands by itself within a text. */
const opens = String.raw`(?<=^|[-\s"'\x60([{</=|])`;
const closes = String.raw`(?=(?:[!#]\d{1,9})?["'\x60)\]}>,.;!?]{0,4}(?:\s|$))`;

const rule = (marker: string, form: RegExp): TokenRule => ({ kind: 'password', marker, form });

/** Columns that other texts have too, so that what stands in them has to look like a password. */
const columns: readonly TokenRule[] = [
  // Relays of mail: `[smtp.example.org]:587 robot@example.org:…`
  rule(
    ':',
    new RegExp(
      String.raw`(?<=^|\n)${host}[ \t]{1,20}[^\s:]{1,100}:(?<secret>[^\s:]\S{3,199})(?=[ \t]*(?:\r?\n|$))`,
      'g',
    ),
  ),
  rule(
    ':',
    /(?<=^|\n)(?:\*|(?:mail|smtp|imap|pop3?|ftp)[\w.-]{1,60}):[A-Za-z][\w.@+-]{0,60}:(?<secret>[^\s:]{4,200})(?=[ \t]*(?:\r?\n|$))/g,
  ),
  // The same within a sentence, an entry of a list or brackets.
  rule(
    '@',
    new RegExp(
      String.raw`${opens}${host}[ \t]{1,20}[^\s:@]{1,60}@[^\s:@]{1,60}:(?<secret>[^\s:]{4,200}?)${closes}`,
      'g',
    ),
  ),
  // `db.example.org:5432:shop:app:…`, which is looked for by its port; `src/a.ts:1200:15:error:TS2304` is a place in a file.
  rule(
    ':',
    new RegExp(
      String.raw`:(?:\d{4,5}|\*):(?<=${opens}[^\s:#"'\x60([{<]{1,200}:(?:\d{4,5}|\*):)(?!\d{1,9}:)[^\s:]{1,100}:[^\s:]{1,100}:(?<secret>[^\s:]{4,200}?)${closes}`,
      'g',
    ),
  ),
  // Lines that dial in: `bob * "…" *`
  rule(
    '',
    /(?<=^|\n)["']?[\w.@\\-]{1,60}["']?[ \t]{1,20}(?:\*|pptpd|l2tpd|pppd)[ \t]{1,20}["']?(?<secret>[^\s"']{4,100})["']?[ \t]{1,20}(?:\*|\d{1,3}(?:\.\d{1,3}){3})(?=[ \t]*(?:\r?\n|$))/g,
  ),
  // Folders of a network: `https://cloud.example.org/dav bob …`
  rule(
    'dav',
    /(?<=^|\n)(?:https?:\/\/[^\s/]{3,100}\/[^\s]{0,60}?dav[^\s]{0,60}|\/mnt\/[^\s]{0,30}dav[^\s]{0,30})[ \t]{1,20}[\w.@-]{1,60}[ \t]{1,20}["']?(?<secret>[^\s"']{4,100})["']?(?=[ \t]*(?:\r?\n|$))/g,
  ),
  // `bob:{PLAIN}…`
  rule(
    '}',
    /\{(?:PLAIN|CLEAR|CLEARTEXT|CRAM-MD5|PLAIN-MD5|DIGEST-MD5|SMD5|MD5|CRYPT)\}(?<secret>[^\s:"'`]{4,200})/g,
  ),
];

/** The forms of these rules, which find other things too. */
export const fileForms: readonly RegExp[] = columns.map(({ form }) => form);

/** Secrets in the columns of files that name none of them. */
export const fileRules: readonly TokenRule[] = [
  ...columns,
  rule(
    '"',
    /(?<=(?:^|[\n \t])[\w.@%-]{0,60}[ \t]{0,5}):[ \t]{1,5}(?:PSK|XAUTH|EAP|NTLM|RSA|PKCS12|PIN)[ \t]{1,5}(?:[\w./-]{1,60}[ \t]{1,5})?"(?<secret>[^"\n]{4,200})"/g,
  ),
];

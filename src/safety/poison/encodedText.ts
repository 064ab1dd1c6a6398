/** Texts that stand in a text in a code that everybody can undo: base64, hexadecimal digits, Morse, ROT13, and backwards. */
export function plainTextIn(text: string): string[] {
  const found: string[] = [];
  const note = (decoded: string) => {
    if (readsAsText(decoded)) found.push(decoded);
  };
  for (const [run] of text.matchAll(/[A-Za-z0-9+/_-]{16,}(?:={1,2})?/g)) note(fromBase64(run));
  for (const [run] of text.matchAll(/(?:\b|0x)(?:[0-9a-f]{2}[\s:,]?){12,}/gi)) note(fromHex(run));
  for (const [run] of text.matchAll(/(?:[.\u00b7\u2022-]{1,6}[ /|]{1,3}){12,}/g)) note(fromMorse(run));
  for (const [run] of text.matchAll(/(?:[01]{8}\s?){12,}/g)) note(fromBits(run));
  const lower = text.toLowerCase();
  if (/\b(?:vtaber|vafgehpgvba|vafgehpgvbaf|flfgrz|cebzcg|gur|nyy|lbh|hfre|fraq)\b/.test(lower))
    note(rotated(text));
  if (/snoitcurtsni|erongi|tpmorp|metsys|suoiverp|dnammoc|resu eht/.test(lower))
    note(Array.from(text).toReversed().join(''));
  return found;
}

/** Words with blanks between, in letters. */
function readsAsText(decoded: string): boolean {
  if (decoded.length < 10) return false;
  const letters = decoded.match(/[\p{L}\s]/gu)?.length ?? 0;
  return letters / decoded.length > 0.8 && /\p{L}{2}\s\S|[\u3040-\u30ff\u3400-\u9fff]{4}/u.test(decoded);
}

const utf8 = new TextDecoder();

function fromBase64(run: string): string {
  const plain = run.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  const whole = plain.slice(0, plain.length - (plain.length % 4 === 1 ? 1 : 0));
  try {
    return utf8.decode(Uint8Array.from(atob(whole), (byte) => byte.codePointAt(0) ?? 0));
  } catch {
    return '';
  }
}

function fromHex(run: string): string {
  const digits = run.replace(/^0x/i, '').match(/[0-9a-f]{2}/gi) ?? [];
  return utf8.decode(Uint8Array.from(digits, (byte) => Number.parseInt(byte, 16)));
}

const fromBits = (run: string): string =>
  utf8.decode(Uint8Array.from(run.match(/[01]{8}/g) ?? [], (byte) => Number.parseInt(byte, 2)));

const morse: ReadonlyMap<string, string> = new Map(
  'a.- b-... c-.-. d-.. e. f..-. g--. h.... i.. j.--- k-.- l.-.. m-- n-. o--- p.--. q--.- r.-. s... t- u..- v...- w.-- x-..- y-.-- z--.. 0----- 1.---- 2..--- 3...-- 4....- 5..... 6-.... 7--... 8---.. 9----.'
    .split(' ')
    .map((each) => [each.slice(1), each.slice(0, 1)]),
);

const fromMorse = (run: string): string =>
  run
    .trim()
    .split(/\s*[/|]\s*| {3}/)
    .map((word) =>
      word
        .trim()
        .split(/ +/)
        .map((sign) => morse.get(sign.replaceAll(/[\u00b7\u2022]/g, '.')) ?? '')
        .join(''),
    )
    .join(' ');

const rotated = (text: string): string =>
  text.replaceAll(/[a-z]/gi, (letter) => {
    const first = letter < 'a' ? 65 : 97;
    return String.fromCodePoint((((letter.codePointAt(0) ?? 0) - first + 13) % 26) + first);
  });

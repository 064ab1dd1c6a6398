import { cutText, referenceAtHash } from './entityReferenceCuts.ts';
import { HereDocuments } from './entityReferenceHereDocuments.ts';
import type { LanguageSyntax, StringSyntax } from './entityReferenceLanguages.ts';
import { pushRegion, type Region } from './entityReferenceRegion.ts';

/** Comments and strings of code, found by their marks in one pass. */
export function codeRegions(text: string, syntax: LanguageSyntax, from = 0, to = text.length): Region[] {
  const regions: Region[] = [];
  const body = to === text.length ? text : text.slice(0, to);
  const hereDocuments = syntax.hasHereDocuments === true ? new HereDocuments(body) : undefined;
  const cut = from === 0 && to === text.length ? cutText(text, syntax) : undefined;
  if (cut) pushRegion(regions, cut.kind, 0, cut.end);
  for (let at = cut?.next ?? from; at < to;) {
    hereDocuments?.open(at);
    at =
      body[at] === '\n' && hereDocuments
        ? readHere(hereDocuments, at, regions)
        : skipOne(body, at, syntax, regions);
  }
  return syntax.hasHashColours === true
    ? regions.map((region) => ({ ...region, hasHashColours: true }))
    : regions;
}

/** Reads the texts that begin on the next line, if any; returns where to go on. */
function readHere(hereDocuments: HereDocuments, newline: number, regions: Region[]): number {
  const texts = hereDocuments.read(newline);
  for (const { start, end } of texts) pushRegion(regions, 'string', start, end);
  return texts.at(-1)?.end ?? newline + 1;
}

/** Reads the comment or string that begins at `at`, if any; returns where to go on. */
function skipOne(text: string, at: number, syntax: LanguageSyntax, regions: Region[]): number {
  for (const [open, close] of syntax.block) {
    if (!text.startsWith(open, at)) continue;
    const found = text.indexOf(close, at + open.length);
    const end = found < 0 ? text.length : found;
    pushRegion(regions, 'comment', at + open.length, end);
    return end + close.length;
  }
  for (const open of syntax.line) {
    const start = open === '#' && text[at] === '#' ? referenceAtHash(text, at) : undefined;
    if (start !== undefined) {
      const end = endOfLine(text, at);
      pushRegion(regions, 'comment', start, end);
      return end;
    }
    if (!text.startsWith(open, at) || !mayOpenComment(text, at, open)) continue;
    const end = endOfLine(text, at);
    // The shebang is an instruction to the system.
    if (!(at === 0 && text.startsWith('#!'))) pushRegion(regions, 'comment', at + open.length, end);
    return end;
  }
  for (const string of syntax.strings)
    if (text.startsWith(string.open, at)) return skipString(text, at, string, regions);
  return at + 1;
}

/** `$#`, `${x#y}` and URLs are no comments. */
function mayOpenComment(text: string, at: number, open: string): boolean {
  const before = text[at - 1];
  if (before === undefined) return true;
  return open === '//' ? before !== ':' : open.length > 1 || /\s/.test(before);
}

function skipString(text: string, at: number, string: StringSyntax, regions: Region[]): number {
  const inner = at + string.open.length;
  for (let index = inner; index < text.length; index += 1) {
    const character = text[index];
    if (character === string.escape) index += 1;
    else if (character === '\n' && !string.multiline) {
      pushRegion(regions, 'string', inner, index);
      return index;
    } else if (text.startsWith(string.close, index)) {
      pushRegion(regions, 'string', inner, index);
      return index + string.close.length;
    }
  }
  pushRegion(regions, 'string', inner, text.length);
  return text.length;
}

function endOfLine(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  return newline < 0 ? text.length : newline;
}

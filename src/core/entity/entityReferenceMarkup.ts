import { codeRegions } from './entityReferenceCode.ts';
import { languageKind } from './entityReferenceLanguages.ts';
import { pushRegion, type Region } from './entityReferenceRegion.ts';

/** What stands between these is another language, or a sample that nobody reads as a sentence. */
const foreign: ReadonlyMap<string, string | undefined> = new Map([
  ['script', 'javascript'],
  ['style', 'css'],
  ['pre', undefined],
]);
const inlineCode: ReadonlySet<string> = new Set(['code', 'kbd', 'samp', 'tt']);

/** A tag, or a comment, which has no name. */
interface Tag {
  readonly name: string;
  readonly isClosing: boolean;
  readonly end: number;
  readonly regions: readonly Region[];
}

/** HTML and XML: comments, values of attributes, and the text between the tags. */
export function markupRegions(text: string, from: number, to: number): Region[] {
  const body = to === text.length ? text : text.slice(0, to);
  const regions: Region[] = [];
  let kind: Region['kind'] = 'prose';
  let start = from;
  for (let at = body.indexOf('<', from); at >= 0; at = body.indexOf('<', at)) {
    const tag = readTag(body, at);
    if (!tag) {
      at += 1;
      continue;
    }
    pushRegion(regions, kind, start, at);
    for (const region of tag.regions) regions.push(region);
    if (inlineCode.has(tag.name)) kind = tag.isClosing ? 'prose' : 'inlineCode';
    at = !tag.isClosing && foreign.has(tag.name) ? readForeign(body, tag, regions) : tag.end;
    start = at;
  }
  pushRegion(regions, kind, start, to);
  return regions;
}

function readTag(body: string, at: number): Tag | undefined {
  const none = { name: '', isClosing: false };
  if (body.startsWith('<!--', at)) {
    const close = body.indexOf('-->', at + 4);
    const end = close < 0 ? body.length : close;
    const regions: Region[] = [];
    pushRegion(regions, 'comment', at + 4, end, true);
    return { ...none, end: close < 0 ? end : end + 3, regions };
  }
  if (body.startsWith('<![CDATA[', at)) return { ...none, end: at + '<![CDATA['.length, regions: [] };
  const [opener, slash, name = ''] = /^<(\/?)([a-z][\w:-]{0,40}|[!?])/i.exec(body.slice(at, at + 48)) ?? [];
  if (opener === undefined) return undefined;
  const { end, regions } = readAttributes(body, at + opener.length);
  return { name: name.toLowerCase(), isClosing: slash === '/', end, regions };
}

/** To the end of the tag, or to where another one begins. */
function readAttributes(body: string, from: number): { end: number; regions: Region[] } {
  const regions: Region[] = [];
  const mark = /=\s*(["'])|[<>]/g;
  mark.lastIndex = from;
  for (let found = mark.exec(body); found; found = mark.exec(body)) {
    const [whole, quote] = found;
    if (quote === undefined) return { end: found.index + (whole === '>' ? 1 : 0), regions };
    const inner = found.index + whole.length;
    const close = body.indexOf(quote, inner);
    const end = close < 0 ? body.length : close;
    pushRegion(regions, 'string', inner, end, true);
    mark.lastIndex = end + 1;
    if (close < 0) break;
  }
  return { end: body.length, regions };
}

/** Reads what stands between a tag and its end; returns where the end begins. */
function readForeign(body: string, tag: Tag, regions: Region[]): number {
  const close = new RegExp(String.raw`</${tag.name}\b`, 'gi');
  close.lastIndex = tag.end;
  const end = close.exec(body)?.index ?? body.length;
  const syntax = languageKind(foreign.get(tag.name));
  if (typeof syntax === 'object')
    for (const region of codeRegions(body, syntax, tag.end, end)) regions.push(region);
  return end;
}

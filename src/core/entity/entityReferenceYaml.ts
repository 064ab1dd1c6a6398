import { codeRegions } from './entityReferenceCode.ts';
import type { LanguageSyntax } from './entityReferenceLanguages.ts';
import { pushRegion, type Region } from './entityReferenceRegion.ts';

/** `run: |`, `- >-`: the lines below that stand further in are one text. */
const opensBlock = /(?:^|[:\-?][ \t]+)(?:[&!]\S{1,100}[ \t]+)?[|>][-+1-9]{0,2}[ \t]*(?:#.*)?\r?$/;

/** YAML: comments and strings, the text of blocks, and in what is left the values. */
export function plainTextRegions(text: string, syntax: LanguageSyntax, from: number, to: number): Region[] {
  const regions: Region[] = [];
  let start = from;
  let blockIndent: number | undefined;
  let blockStart = from;
  for (let at = from; at < to;) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 || newline > to ? to : newline;
    const line = text.slice(at, end);
    const indent = line.length - line.trimStart().length;
    if (blockIndent !== undefined && line.trim() !== '' && indent <= blockIndent) {
      pushRegion(regions, 'string', blockStart, at);
      blockIndent = undefined;
      start = at;
    }
    if (blockIndent === undefined && opensBlock.test(line.slice(-200))) {
      plainRegions(text, syntax, start, end, regions);
      blockIndent = indent;
      blockStart = end;
    }
    at = end + 1;
  }
  if (blockIndent === undefined) plainRegions(text, syntax, start, to, regions);
  else pushRegion(regions, 'string', blockStart, to);
  return regions;
}

function plainRegions(
  text: string,
  syntax: LanguageSyntax,
  from: number,
  to: number,
  regions: Region[],
): void {
  let at = from;
  for (const region of codeRegions(text, syntax, from, to)) {
    pushRegion(regions, 'value', at, region.start);
    regions.push(region);
    at = region.end;
  }
  pushRegion(regions, 'value', at, to);
}

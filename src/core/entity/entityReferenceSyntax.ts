import { codeRegions } from './entityReferenceCode.ts';
import type { LanguageSyntax } from './entityReferenceLanguages.ts';
import { markupRegions } from './entityReferenceMarkup.ts';
import { pushRegion, type Region } from './entityReferenceRegion.ts';
import { plainTextRegions } from './entityReferenceYaml.ts';

/** Comments, strings and texts for people in a stretch of code, and what holds an address between them. */
export function syntaxRegions(text: string, syntax: LanguageSyntax, from: number, to: number): Region[] {
  if (syntax.hasTags === true) return markupRegions(text, from, to);
  if (syntax.hasPlainTexts === true) return plainTextRegions(text, syntax, from, to);
  return withAddresses(text, codeRegions(text, syntax, from, to), from, to);
}

/** An address is no code in any language: it stands in a text whose marks we do not know. */
function withAddresses(text: string, regions: readonly Region[], from: number, to: number): Region[] {
  const all: Region[] = [];
  const addGap = (start: number, end: number): void => {
    if (text.slice(start, end).includes('://')) pushRegion(all, 'code', start, end);
  };
  let at = from;
  for (const region of regions) {
    addGap(at, region.start);
    all.push(region);
    at = region.end;
  }
  addGap(at, to);
  return all;
}

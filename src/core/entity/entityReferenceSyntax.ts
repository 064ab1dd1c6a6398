import { codeRegions } from './entityReferenceCode.ts';
import type { LanguageSyntax } from './entityReferenceLanguages.ts';
import { markupRegions } from './entityReferenceMarkup.ts';
import type { Region } from './entityReferenceRegion.ts';
import { plainTextRegions } from './entityReferenceYaml.ts';

/** Comments, strings and texts for people in a stretch of code. */
export function syntaxRegions(text: string, syntax: LanguageSyntax, from: number, to: number): Region[] {
  if (syntax.hasTags === true) return markupRegions(text, from, to);
  if (syntax.hasPlainTexts === true) return plainTextRegions(text, syntax, from, to);
  return codeRegions(text, syntax, from, to);
}

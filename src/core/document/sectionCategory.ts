import type { Category } from '../memory/memory.ts';
import { plainHeading } from '../statement/adr/adrHeadings.ts';
import type { DocumentSection } from './documentSections.ts';

/** What a document can be made of: nobody is told what to do by a file, and nobody talks in one. */
export const documentCategories = [
  'decision',
  'convention',
  'blocker',
  'procedure',
  'fact',
  'event',
  'plan',
  'idea',
  'context',
  'preference',
] as const satisfies readonly Category[];

/** Words of headings that say what stands under them, in the languages that documents of developers are most written in. */
const rules: readonly (readonly [Category, RegExp])[] = [
  [
    'decision',
    /\b(?:decisions?|decided|rationale|design choices?|trade-?offs|why (?:we|not)|entscheidung(?:en)?|décisions?|decisi[oó]n(?:es)?)\b/,
  ],
  [
    'plan',
    /\b(?:road ?map|to-?dos?|next steps|milestones?|future work|planned|plans?|fahrplan|nächste schritte|feuille de route)\b/,
  ],
  [
    'convention',
    /\b(?:conventions?|style(?: ?guide)?|guidelines?|rules|standards|naming|code ?style|coding|best practices|polic(?:y|ies)|principles|do'?s and don'?ts|konventionen|richtlinien|regeln|stil|règles|convenciones|reglas)\b/,
  ],
  [
    'procedure',
    /\b(?:how (?:to|do)|getting started|quick ?start|install(?:ation|ing)?|set ?-?up|usage|using|running|building|builds?|test(?:s|ing)?|releas(?:e|es|ing)|deploy(?:ment|ing)?|contribut(?:e|ing)|development|workflow|steps|debug(?:ging)?|troubleshooting|migrat(?:e|ion|ing)|upgrad(?:e|ing)|run ?books?|commands|recovery|rollback|einrichtung|anleitung|bauen|testen|mise en route|instalación|uso)\b/,
  ],
  ['idea', /\b(?:ideas?|ideen|idées)\b/],
];

const steps = /^\s{0,3}\d{1,3}[.)]\s+\S/gm;

/** What a section is, by the nearest heading that says so; a text in numbered steps is a procedure. `fact` for what nothing tells. */
export function sectionCategory({ headings, text }: Pick<DocumentSection, 'headings' | 'text'>): Category {
  for (const heading of headings.toReversed()) {
    const shown = plainHeading(heading);
    const rule = rules.find(([, words]) => words.test(shown));
    if (rule) return rule[0];
  }
  return (text.match(steps) ?? []).length >= 3 ? 'procedure' : 'fact';
}

import type { Category } from '../../core/memory/memory.ts';

/** Words by which people name the kind of memory that they look for. */
const words: Partial<Record<Category, string>> = {
  decision: 'decide decided decision decisions chose chosen choose agreed ruling rulings',
  blocker: 'blocker blockers blocked blocking blocks stuck',
  convention: 'convention conventions rule rules style guideline guidelines',
  procedure: 'procedure procedures steps runbook instructions',
  plan: 'plan plans planned planning roadmap',
  event: 'happened happen event events incident incidents outage deployed released',
  idea: 'idea ideas proposal proposals',
  preference: 'prefer prefers preference preferences',
  directive: 'directive directives',
  conversation: 'conversation conversations talk talks talked discussed',
};

const kindOfWord = new Map(
  Object.entries(words).flatMap(([category, list]) =>
    list.split(' ').map((word) => [word, category as Category] as const),
  ),
);

/** The kinds that the words of a question name, and the words that do nothing else. */
export function questionKinds(terms: readonly string[]): { kinds: Set<Category>; naming: Set<string> } {
  const naming = new Set(terms.filter((term) => kindOfWord.has(term)));
  const kinds = new Set([...naming].flatMap((term) => kindOfWord.get(term) ?? []));
  return { kinds, naming };
}

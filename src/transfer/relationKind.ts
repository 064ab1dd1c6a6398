import type { RelationKind } from '../core/memory/memoryLink.ts';

const kinds: Readonly<Record<string, RelationKind>> = {
  supersedes: 'supersedes',
  replaces: 'supersedes',
  contradicts: 'contradicts',
  conflicts_with: 'contradicts',
  same_as: 'same_entity',
  is_same_as: 'same_entity',
  derived_from: 'derived_from',
  based_on: 'derived_from',
};

/** Our kind of link for a relation that is named in words; `related` for one of which the words say more than we do. */
export const relationKindOf = (type: string): RelationKind =>
  kinds[
    type
      .trim()
      .toLowerCase()
      .replaceAll(/[\s-]+/g, '_')
  ] ?? 'related';

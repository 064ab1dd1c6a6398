import { categoryNamed } from '../categoryNames.ts';
import type { FieldLedger } from '../fieldLedger.ts';
import { FieldTaker } from '../fieldTaker.ts';
import { textIn, timeIn } from '../foreignTables.ts';
import type { IncomingLink, IncomingMemory } from '../incoming.ts';
import { relationKindOf } from '../relationKind.ts';
import { textsIn } from '../said.ts';
import type { GraphEntity, GraphRelation } from './graphFile.ts';

/**
 * An entity with what is known of it as one memory: an observation by itself does not say whom it is about. Relations are
 * lines of it too, so that it is found by them, and links to those that are there.
 */
export function graphMemory(
  { name, fields }: GraphEntity,
  { ref, relations }: { readonly ref: string; readonly relations: readonly GraphRelation[] },
  ledger: FieldLedger,
): IncomingMemory {
  const taker = new FieldTaker(fields, ledger, 'entity');
  taker.take('name', 'title', textIn);
  const type = taker.take('entityType', 'tags', textIn);
  const observations = taker.take('observations', 'content', textsIn) ?? [];
  const createdAt = taker.take(['createdAt', 'created_at'], 'createdAt', timeIn);
  const updatedAt = taker.take(['updatedAt', 'updated_at'], 'updatedAt', timeIn);
  const lines = [
    ...observations.map((text) => `- ${text}`),
    ...relations.map((relation) => `- ${relation.type || 'related to'}: ${relation.to}`),
  ];
  const more = relations.map((relation) => rest(relation, ledger)).filter((each) => each !== undefined);
  const metadata = { ...taker.rest(), ...(more.length > 0 ? { relations: more } : {}) };
  return {
    kind: 'memory',
    ref,
    category: categoryNamed(type) ?? 'fact',
    ...(name.trim() === '' ? {} : { title: name, entities: [name] }),
    content:
      lines.length > 0 ? lines.join('\n') : [name || ref, type && `(${type})`].filter(Boolean).join(' '),
    tags: type === undefined ? [] : [type],
    createdAt,
    updatedAt,
    links: relations.map(linkOf),
    metadata,
  };
}

const linkOf = ({ to, type }: GraphRelation): IncomingLink => ({
  kind: relationKindOf(type),
  to,
  ...(type === '' ? {} : { reason: type }),
});

/** Fields of a relation that no version of the server writes, kept with its ends. */
function rest(
  { from: _from, to, type, fields }: GraphRelation,
  ledger: FieldLedger,
): Record<string, unknown> | undefined {
  const taker = new FieldTaker(fields, ledger, 'relation');
  taker.take('from', 'links', textIn);
  taker.take('to', 'links.to', textIn);
  taker.take('relationType', 'links.kind and links.reason', textIn);
  const more = taker.rest('metadata.relations');
  return Object.keys(more).length > 0 ? { to, relationType: type, ...more } : undefined;
}

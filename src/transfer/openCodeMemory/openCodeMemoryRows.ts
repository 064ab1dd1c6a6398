import type { Category } from '../../core/memory/memory.ts';
import type { RelationKind } from '../../core/memory/memoryLink.ts';
import { parseRecurrence } from '../../core/reminder/recurrence.ts';
import { isRecord } from '../../core/isRecord.ts';
import type { Row } from '../../sqlite/preparedStatement.ts';
import { jsonIn, numberIn, textIn, timeIn } from '../foreignTables.ts';
import type { Incoming, IncomingLink, IncomingMemory, IncomingProject } from '../incoming.ts';
import { isOwnStateNote } from './ownStateNotes.ts';

/** What is kept beside a memory. */
export interface Beside {
  readonly links: readonly Row[];
  /** Rows of `entities`, with the `relationship` to the memory. */
  readonly entities: readonly Row[];
  /** Of one that a remote agent wrote: which, and whether somebody has confirmed it. */
  readonly provenance?: Row | undefined;
  /** Of an archived one, which has lost its own: that of its neighbours. */
  readonly project?: string | undefined;
}

/** Where projects lie, by the names that the database has for them. */
export type ProjectFolders = ReadonlyMap<string, string>;

const categoryNames: Readonly<Record<string, Category>> = {
  decision: 'decision',
  blocker: 'blocker',
  procedure: 'procedure',
  fact: 'fact',
  event: 'event',
  directive: 'directive',
  plan: 'plan',
  idea: 'idea',
  conversation: 'conversation',
  boot_gate: 'directive',
  goal: 'plan',
  achievement: 'event',
  conversation_summary: 'conversation',
  reminder: 'event',
};

const linkNames: Readonly<Record<string, RelationKind>> = {
  related: 'related',
  supersedes: 'supersedes',
  contradicts: 'contradicts',
  same_entity: 'same_entity',
  extends: 'derived_from',
  sequence: 'related',
  inferred: 'related',
};

/** Of a provisional memory: a cheap capture that nothing has confirmed yet. */
const provisionalConfidence = 0.5;

/** What a column has when nobody has said anything: not worth to be kept. */
const initial: Readonly<Record<string, unknown>> = {
  provisional: 0,
  reinforcement: 1,
  pinned: 0,
  visibility: 'private',
  concept_extraction_attempts: 0,
};

/** Columns with a field of ours; every other one goes into the metadata. */
const homes = new Set(
  (
    'id source_file source_line project category content what why learned created_at expires_at resolved_at embedding_id ' +
    'content_hash reminder_at recurrence last_reviewed_at review_interval_days pinned archive_reason'
  ).split(' '),
);

export function projectOf(name: unknown, folders: ProjectFolders): IncomingProject | undefined {
  const said = textIn(name);
  // A fault of some versions: the word that stands for the current project was kept as its name.
  if (said === undefined || said === 'auto') return undefined;
  const folder = folders.get(said);
  return folder === undefined ? { name: said } : { folder, name: said };
}

/** One row of `memories` or `archived_memories`. */
export function memoryOf(row: Row, ref: string, beside: Beside, folders: ProjectFolders): Incoming {
  const isArchived = 'archived_at' in row;
  const said = textIn(row['category']) ?? 'fact';
  const what = textIn(row['what']);
  if (isOwnStateNote({ category: said, content: textIn(row['content']) ?? '', what }))
    return {
      kind: 'left',
      ref,
      reason: 'notes of the system about its own state',
      links: beside.links.length,
    };
  const content = textIn(row['content']) ?? what ?? textIn(row['learned']) ?? textIn(row['why']);
  if (content === undefined)
    return { kind: 'left', ref, reason: 'memories without a text', links: beside.links.length };
  const category = categoryNames[said] ?? 'fact';
  const project = projectOf(row['project'] ?? beside.project, folders);
  const times = timesOf(row, category, isArchived);
  const origin = originOf(row);
  const metadata = metadataOf(row, beside, {
    ...(category === said ? {} : { category: said }),
    ...(origin.line === undefined ? {} : { source_line: origin.line }),
    ...times.metadata,
  });
  return {
    kind: 'memory',
    ref,
    category,
    ...(isArchived && !project ? {} : { scope: project ? 'project' : 'global' }),
    project,
    session: origin.session,
    content,
    what,
    why: textIn(row['why']),
    learned: textIn(row['learned']),
    entities: beside.entities.map(nameOfEntity),
    source: origin.source,
    trust: origin.isOfForge || isUnconfirmed(beside.provenance) ? 'external' : 'agent',
    ...(numberIn(row['provisional']) ? { confidence: provisionalConfidence } : {}),
    pinned: Boolean(numberIn(row['pinned'])),
    ...times.fields,
    archiveReason: textIn(row['archive_reason']),
    links: linksOf(row, beside.links),
    ...(metadata ? { metadata } : {}),
  };
}

const isUnconfirmed = (provenance: Row | undefined): boolean =>
  provenance !== undefined && textIn(provenance['confirmed_at']) === undefined;

function timesOf(
  row: Row,
  category: Category,
  isArchived: boolean,
): { readonly fields: Partial<IncomingMemory>; readonly metadata: Record<string, unknown> } {
  const metadata: Record<string, unknown> = {};
  const time = (column: string): number | undefined => {
    const found = timeIn(row[column]);
    // A text that says no time is kept as it is.
    if (found === undefined && textIn(row[column]) !== undefined) metadata[column] = row[column];
    return found;
  };
  const resolvedAt = time('resolved_at');
  const reminderAt = time('reminder_at');
  const said = textIn(row['recurrence']);
  const recurrence = said === undefined ? undefined : parseRecurrence(said);
  if (said !== undefined && (recurrence !== said || reminderAt === undefined)) metadata['recurrence'] = said;
  const reviewedAt = time('last_reviewed_at');
  const everyDays = numberIn(row['review_interval_days']);
  const isReviewed = category === 'procedure' && (reviewedAt !== undefined || everyDays !== undefined);
  if (!isReviewed && reviewedAt !== undefined) metadata['last_reviewed_at'] = row['last_reviewed_at'];
  if (!isReviewed && everyDays !== undefined) metadata['review_interval_days'] = everyDays;
  const isResolved = category === 'blocker' && resolvedAt !== undefined;
  return {
    metadata,
    fields: {
      status: isArchived ? 'archived' : isResolved ? 'resolved' : 'active',
      createdAt: time('created_at'),
      updatedAt: isArchived ? time('archived_at') : undefined,
      resolvedAt,
      expiresAt: time('expires_at'),
      ...(reminderAt === undefined ? {} : { reminder: { at: reminderAt, recurrence: recurrence ?? null } }),
      ...(isReviewed ? { review: { reviewedAt: reviewedAt ?? null, everyDays: everyDays ?? null } } : {}),
    },
  };
}

const sessionSource = /^(?:(?:opencode|claude-code):session|opencode\.db):([^:\s]{1,200})/;
const forgeSource = /^(?:gitlab|bulk_ingest):/;

function originOf(row: Row) {
  const file = textIn(row['source_file']);
  const line = numberIn(row['source_line']);
  const session = file === undefined ? undefined : sessionSource.exec(file)?.[1];
  const place = file !== undefined && line !== undefined ? `${file}:${line}` : file;
  const actor = textIn(row['owner']);
  return {
    session,
    line,
    isOfForge: file !== undefined && forgeSource.test(file),
    source: {
      ...(session === undefined ? {} : { kind: 'conversation' as const }),
      ...(place === undefined ? {} : { ref: place }),
      ...(actor === undefined ? {} : { actor }),
    },
  };
}

function metadataOf(
  row: Row,
  { links, entities, provenance }: Beside,
  more: Readonly<Record<string, unknown>>,
): Record<string, unknown> | undefined {
  const metadata: Record<string, unknown> = {};
  for (const [column, value] of Object.entries(row))
    if (!homes.has(column) && value !== null && initial[column] !== value) metadata[column] = value;
  const details = entities.map(detailsOfEntity).filter((each) => each !== undefined);
  if (details.length > 0) metadata['entities'] = details;
  if (provenance) {
    const { memory_id: _memory, ...rest } = provenance;
    metadata['remote_provenance'] = Object.fromEntries(
      Object.entries(rest).filter(([, value]) => value !== null),
    );
  }
  const odd = links.map(detailsOfLink).filter((each) => each !== undefined);
  if (odd.length > 0) metadata['memory_links'] = odd;
  Object.assign(metadata, more);
  return Object.keys(metadata).length === 0 ? undefined : metadata;
}

function linksOf(row: Row, links: readonly Row[]): IncomingLink[] {
  const item = numberIn(row['queue_item_id']);
  return [
    ...links.map((link) => ({
      kind: linkNames[String(link['link_type'])] ?? ('related' as const),
      to: String(link['target_memory_id']),
      strength: numberIn(link['strength']),
      reason: textIn(link['reason']),
      at: timeIn(link['created_at']),
    })),
    ...(item === undefined ? [] : [{ kind: 'related' as const, to: `queue_items:${item}` }]),
  ];
}

/** Of a link what its kind here does not say. */
function detailsOfLink(link: Row): Record<string, unknown> | undefined {
  const { id: _id, source_memory_id: _from, target_memory_id, link_type, ...rest } = link;
  const { strength: _strength, reason: _reason, created_at: _at, ...more } = rest;
  const kept = Object.entries(more).filter(([, value]) => value !== null);
  if (linkNames[String(link_type)] === link_type && kept.length === 0) return undefined;
  return { target_memory_id, link_type, ...Object.fromEntries(kept) };
}

const forgeReference = /^[!#&]\d/;

/** Whether a forge can say something of it, so that it is no mere name. */
export const isOfForge = (entity: Row): boolean => forgeReference.test(String(entity['ref']));

/** As it is written in texts: with its project where its number alone says nothing. */
export function nameOfEntity(entity: Row): string {
  const project = textIn(entity['project']);
  const ref = String(entity['ref']);
  return project !== undefined && isOfForge(entity) ? `${project}${ref}` : ref;
}

/** Of an entity what its name does not say. What a forge said is a reference's here only where that forge is known. */
function detailsOfEntity(entity: Row): Record<string, unknown> | undefined {
  const metadata = withoutNulls(jsonIn(entity['metadata']));
  const relationship = textIn(entity['relationship']);
  const kept = {
    ...(relationship === undefined || relationship === 'about' ? {} : { relationship }),
    ...(isOfForge(entity)
      ? {}
      : {
          ...given('type', plainTypes.has(String(entity['type'])) ? undefined : textIn(entity['type'])),
          ...given('project', textIn(entity['project'])),
        }),
    ...given('title', textIn(entity['title'])),
    ...(isRecord(metadata) && Object.keys(metadata).length === 0 ? {} : given('metadata', metadata)),
  };
  return Object.keys(kept).length === 0 ? undefined : { ref: nameOfEntity(entity), ...kept };
}

const withoutNulls = (value: unknown): unknown =>
  isRecord(value) ? Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null)) : value;

/** Types that the name says already: `@name`, `file:…`, `concept:…`. */
const plainTypes = new Set([
  'person',
  'file',
  'concept',
  'class',
  'function',
  'module',
  'directory',
  'constant',
]);
const given = (name: string, value: unknown): Record<string, unknown> =>
  value === undefined || value === null ? {} : { [name]: value };

/** What a forge said of a reference; a name of anything else stands with the memories that have it, and is left for a reason. */
export function entityOf(row: Row, whyLeft: string, folders: ProjectFolders): Incoming {
  const ref = `entities:${String(row['id'])}`;
  if (!isOfForge(row)) return { kind: 'left', ref, reason: whyLeft };
  const metadata = jsonIn(row['metadata']);
  const said = isRecord(metadata) ? metadata : {};
  return {
    kind: 'entity',
    ref,
    reference: nameOfEntity(row),
    project: projectOf(row['project'], folders),
    title: textIn(row['title']),
    state: textIn(said['state']),
    url: textIn(said['web_url']),
    author: textIn(isRecord(said['author']) ? said['author']['username'] : said['author']),
    labels: Array.isArray(said['labels']) ? said['labels'].map(String) : undefined,
    fetchedAt: timeIn(row['last_enriched_at']) ?? timeIn(row['updated_at']),
  };
}

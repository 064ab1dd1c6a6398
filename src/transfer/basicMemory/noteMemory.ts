import type { Category } from '../../core/memory/memory.ts';
import { categoryNamed } from '../categoryNames.ts';
import type { FieldLedger } from '../fieldLedger.ts';
import { FieldTaker } from '../fieldTaker.ts';
import { textIn, timeIn } from '../foreignTables.ts';
import type { IncomingLink, IncomingMemory } from '../incoming.ts';
import { relationKindOf } from '../relationKind.ts';
import { listIn } from '../said.ts';
import type { Note, NoteLink, Observation } from './note.ts';
import { type NoteIndex, nameOf } from './noteIndex.ts';

/** What is known of the file of a note. */
export interface FileOfNote {
  /** From the folder, with `/`. */
  readonly path: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** The title that a note says, or the name of its file. */
export const titleOf = (matter: Note['matter'], file: string): string =>
  textIn([matter?.['title']].flat()[0]) ?? nameOf(file);

/** A note as one memory: its text as it stands, and links to the notes that it names. */
export function noteMemory(
  note: Note,
  file: FileOfNote,
  index: NoteIndex,
  ledger: FieldLedger,
): IncomingMemory {
  const taker = new FieldTaker(note.matter ?? {}, ledger, 'front matter');
  const ref = index.refOf(file.path);
  taker.take('title', 'title', (value) => textIn([value].flat()[0]));
  taker.take('permalink', 'ref', (value) => (value === ref ? value : undefined));
  const tags = [
    ...(taker.take('tags', 'tags', listIn) ?? []).map((tag) => tag.replace(/^#/, '')),
    ...note.observations.flatMap((each) => each.tags),
  ];
  const type = taker.take('type', 'category and metadata.type', textIn);
  const category =
    categoryNamed(type === 'note' ? undefined : type) ?? categoryMostSaid(note.observations) ?? 'fact';
  const createdAt = taker.take(['created', 'created_at', 'date'], 'createdAt', timeIn);
  const updatedAt = taker.take(['modified', 'updated', 'updated_at'], 'updatedAt', timeIn);
  const { links, unknown } = linksOf(note.links, ref, index);
  account(note, index, ledger);
  const tagMarks = note.observations.flatMap((each) => each.tags.map((tag) => `#${tag}`));
  return {
    kind: 'memory',
    ref,
    otherRefs: [...new Set([`memory://${ref}`, file.path])].filter((each) => each !== ref),
    category,
    title: titleOf(note.matter, file.path),
    content: note.body === '' ? titleOf(note.matter, file.path) : note.body,
    tags: [...new Set(tags)],
    ...(tagMarks.length > 0 ? { tagMarks: [...new Set(tagMarks)] } : {}),
    createdAt: createdAt ?? file.createdAt,
    updatedAt: updatedAt ?? file.updatedAt,
    links,
    ...(unknown.length > 0 ? { lostLinks: unknown.length } : {}),
    metadata: {
      ...(type === undefined || type === 'note' || type === category ? {} : { type }),
      ...taker.rest(),
      file_path: file.path,
      ...(unknown.length > 0 ? { unresolved_relations: unknown } : {}),
    },
  };
}

/** The category that more than half of the observations with one have. */
function categoryMostSaid(observations: readonly Observation[]): Category | undefined {
  const named = observations.filter(({ category }) => category !== undefined);
  const counts = new Map<Category, number>();
  for (const { category: said } of named) {
    const category = categoryNamed(said);
    if (category) counts.set(category, (counts.get(category) ?? 0) + 1);
  }
  return [...counts].find(([, count]) => count * 2 > named.length)?.[0];
}

/** Links to notes that are there, one each, and those to notes that nobody has written yet. */
function linksOf(
  said: readonly NoteLink[],
  self: string,
  index: NoteIndex,
): { readonly links: IncomingLink[]; readonly unknown: NoteLink[] } {
  const links = new Map<string, IncomingLink>();
  const unknown: NoteLink[] = [];
  for (const link of said) {
    const to = index.find(link.target);
    if (to === undefined) unknown.push(link);
    if (to === undefined || to === self) continue;
    const kind = link.type === undefined ? 'related' : relationKindOf(link.type);
    const reason = [link.type, link.context && `(${link.context})`].filter(Boolean).join(' ');
    const key = `${kind} ${to}`;
    const known = links.get(key);
    if (!known || (known.reason === undefined && reason !== ''))
      links.set(key, { kind, to, ...(reason === '' ? {} : { reason }) });
    else if (reason !== '' && !known.reason?.split(', ').includes(reason))
      links.set(key, { ...known, reason: `${known.reason}, ${reason}` });
  }
  return { links: [...links.values()], unknown };
}

function account({ body, observations, links }: Note, index: NoteIndex, ledger: FieldLedger): void {
  if (body !== '') ledger.add('note', 'text', 'content');
  for (const { category, tags, hasContext } of observations) {
    ledger.add('observation', 'text', 'content');
    if (category !== undefined)
      ledger.add('observation', 'category', 'content; category where most of a note agree');
    if (tags.length > 0) ledger.add('observation', 'tags', 'tags', tags.length);
    if (hasContext) ledger.add('observation', 'context', 'content');
  }
  for (const { type, target, context } of links) {
    const isKnown = index.find(target) !== undefined;
    ledger.add(
      'relation',
      'target',
      isKnown ? 'links' : 'metadata.unresolved_relations; there is no such note',
    );
    if (type !== undefined) ledger.add('relation', 'type', 'links.kind and links.reason');
    if (context !== undefined) ledger.add('relation', 'context', 'links.reason');
  }
}

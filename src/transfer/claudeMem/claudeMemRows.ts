import { isRecord } from '../../core/isRecord.ts';
import type { Row } from '../../sqlite/preparedStatement.ts';
import { categoryNamed } from '../categoryNames.ts';
import { jsonIn, textIn, timeIn } from '../foreignTables.ts';
import type { Incoming, IncomingMemory, IncomingProject } from '../incoming.ts';
import { listIn, textsIn } from '../said.ts';

/** What is kept of the session that a memory is of. */
export interface SessionFacts {
  /** The id that the agent had for it. */
  readonly id?: string | undefined;
  /** Which agent it was. */
  readonly platform?: string | undefined;
  readonly customTitle?: string | undefined;
}

const noText = 'memories without a text';

/** Columns with a field of ours, and such that say nothing: every other one goes into the metadata. */
const homes = new Set(
  (
    'row_number id memory_session_id sdk_session_id session_id project merged_into_project created_at created_at_epoch ' +
    'updated_at_epoch content_hash synced_at origin_device_id origin_local_id sync_rev title subtitle text narrative ' +
    'facts concepts keywords type content request investigated learned completed next_steps notes project_id ' +
    'server_session_id legacy_observation_id metadata'
  ).split(' '),
);
/** Columns that hold JSON. */
const lists = new Set(['files_read', 'files_modified', 'files_edited', 'files_touched']);
/** Of what nobody has said anything about: not worth to be kept. */
const initial: Readonly<Record<string, unknown>> = { discovery_tokens: 0, relevance_count: 0 };

/** One row of `observations`, of `memories` of the first versions, or of `memory_items`. */
export function observationOf(row: Row, ref: string, session: SessionFacts): Incoming {
  const [title, type] = [textIn(row['title']), textIn(row['type'])];
  const facts = textsIn(jsonIn(row['facts']))
    ?.map((fact) => `- ${fact}`)
    .join('\n');
  const said = [row['subtitle'], row['text'], row['narrative'], facts].map(textIn);
  const content = [...new Set(said)].filter(Boolean).join('\n\n') || title;
  if (content === undefined) return { kind: 'left', ref, reason: noText };
  const category = row['kind'] === 'summary' ? 'event' : (categoryNamed(type) ?? 'fact');
  const tags = [row['concepts'], row['keywords']].flatMap((each) => listIn(jsonIn(each)) ?? []);
  return {
    ...common(row, session),
    kind: 'memory',
    ref,
    ...(/^\d+$/.test(ref) ? { otherRefs: [`#${ref}`] } : {}),
    category,
    ...(title === undefined ? {} : { title }),
    content,
    tags: [...new Set(tags)],
    metadata: { ...(type === undefined || type === category ? {} : { type }), ...metadataOf(row, session) },
  };
}

const parts = ['request', 'investigated', 'learned', 'completed', 'next_steps', 'notes'] as const;
const titles: Readonly<Record<(typeof parts)[number], string>> = {
  request: 'Request',
  investigated: 'Investigated',
  learned: 'Learned',
  completed: 'Completed',
  next_steps: 'Next steps',
  notes: 'Notes',
};

/** One row of `session_summaries`, or of `overviews` of the first versions. */
export function summaryOf(row: Row, ref: string, session: SessionFacts): Incoming {
  const said = parts.flatMap((part) => {
    const text = textIn(row[part]);
    return text === undefined ? [] : [`${titles[part]}: ${text.trim()}`];
  });
  const content = said.join('\n\n') || textIn(row['content']);
  if (content === undefined) return { kind: 'left', ref, reason: noText };
  const title = textIn(row['request']) ?? session.customTitle;
  return {
    ...common(row, session),
    kind: 'memory',
    ref,
    ...(ref.startsWith('S') ? { otherRefs: [`#${ref}`] } : {}),
    category: 'event',
    ...(title === undefined ? {} : { title }),
    content,
    metadata: metadataOf(row, session),
  };
}

/** Whose it is there: a name, mostly that of the folder. */
export function projectOf(row: Row): IncomingProject | undefined {
  const name = textIn(row['merged_into_project']) ?? textIn(row['project']);
  return name === undefined ? undefined : { name };
}

function common(
  row: Row,
  session: SessionFacts,
): Pick<IncomingMemory, 'project' | 'scope' | 'session' | 'source' | 'createdAt' | 'updatedAt'> {
  const project = projectOf(row);
  const id = session.id ?? textIn(row['session_id']) ?? sessionOf(row);
  return {
    scope: project ? 'project' : 'global',
    ...(project ? { project } : {}),
    ...(id === undefined ? {} : { session: id }),
    source: { kind: 'agent', ...(session.platform === undefined ? {} : { actor: session.platform }) },
    createdAt: timeIn(row['created_at_epoch']) ?? timeIn(row['created_at']),
    updatedAt: timeIn(row['updated_at_epoch']),
  };
}

/** The id that the system itself had for the session. */
export const sessionOf = (row: Row): string | undefined =>
  textIn(row['memory_session_id']) ?? textIn(row['sdk_session_id']);

function metadataOf(row: Row, { customTitle }: SessionFacts): Record<string, unknown> {
  const columns = Object.entries(row)
    .filter(([name, value]) => !homes.has(name) && value !== null && value !== '' && value !== initial[name])
    .map(([name, value]) => [name, lists.has(name) ? jsonIn(value) : value] as const)
    .filter(([, value]) => !Array.isArray(value) || value.length > 0);
  const said = jsonIn(row['metadata']);
  const memorySession = sessionOf(row);
  return {
    ...Object.fromEntries(columns),
    ...(memorySession === undefined ? {} : { memory_session_id: memorySession }),
    ...(textIn(row['merged_into_project']) === undefined ? {} : { project: row['project'] }),
    ...(customTitle === undefined ? {} : { custom_title: customTitle }),
    ...(isRecord(said) ? said : said === undefined ? {} : { metadata: said }),
  };
}

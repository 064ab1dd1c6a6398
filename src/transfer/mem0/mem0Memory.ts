import { isRecord } from '../../core/isRecord.ts';
import { categoryNamed } from '../categoryNames.ts';
import type { FieldLedger } from '../fieldLedger.ts';
import { FieldTaker } from '../fieldTaker.ts';
import { textIn, timeIn } from '../foreignTables.ts';
import type { Incoming, IncomingMemory } from '../incoming.ts';
import { isDeeper, listIn, shareIn, truthIn } from '../said.ts';
import type { OpenMemoryNames } from './openMemoryNames.ts';

/** By what clients sign what they write. Any other name of an app or an agent is that of a project. */
const clients = new Set(
  (
    'openmemory opencode claude claude-code claude-desktop cursor codex gemini gemini-cli windsurf cline roo-code ' +
    'vscode copilot continue zed hermes goose chatgpt default'
  ).split(' '),
);
/** Of a project that is every project. */
const everywhere = new Set(['*', 'global']);

/** Levels of lists and objects in a memory. */
const deepestMemory = 64;

const pinMark = '[PINNED]';
const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
export const isUuid = (value: unknown): boolean => typeof value === 'string' && uuid.test(value);

/** Whether something is a memory as Mem0 or OpenMemory write one. */
export function isMem0Memory(value: unknown): value is Record<string, unknown> {
  if (!isRecord(value) || isDeeper(value, deepestMemory)) return false;
  if (!(typeof value['id'] === 'string' || typeof value['id'] === 'number')) return false;
  if (typeof value['memory'] === 'string') return !('observations' in value);
  return (
    typeof value['content'] === 'string' &&
    typeof value['state'] === 'string' &&
    ['app', 'app_id', 'categories', 'category_ids'].some((name) => name in value)
  );
}

/** One memory, with every field of it in the ledger. */
export function mem0Memory(
  record: Readonly<Record<string, unknown>>,
  ledger: FieldLedger,
  place: string,
  names?: OpenMemoryNames,
): Incoming {
  const top = new FieldTaker(
    isRecord(record['metadata']) ? { ...record, metadata: null } : record,
    ledger,
    place,
  );
  const nested = new FieldTaker(
    isRecord(record['metadata']) ? record['metadata'] : {},
    ledger,
    place,
    'metadata.',
  );
  const ref = String(top.take('id', 'ref', textIn));
  const said = top.take(['memory', 'content'], 'content', textIn);
  const type = textIn(isRecord(record['metadata']) ? record['metadata']['type'] : undefined);
  if (said === undefined || type === 'health_check') {
    const reason = said === undefined ? 'memories without a text' : 'probes whether something can be written';
    for (const taker of [top, nested]) taker.leaveAll(`of what is left out: ${reason}`);
    return { kind: 'left', ref, reason };
  }
  const isMarked = said.startsWith(pinMark) && said.trim() !== pinMark;
  const tags = tagsOf(top, names);
  const times = {
    createdAt: top.take(['created_at', 'createdAt'], 'createdAt', timeIn),
    updatedAt: top.take(['updated_at', 'updatedAt'], 'updatedAt', timeIn),
  };
  const memory: IncomingMemory = {
    kind: 'memory',
    ref,
    ...(isUuid(ref) ? { otherRefs: [`mem0:${ref.slice(0, 8)}`] } : {}),
    category:
      nested.take('type', 'category', categoryNamed) ?? tags.map(categoryNamed).find(Boolean) ?? 'fact',
    content: isMarked ? said.slice(pinMark.length).trimStart() : said,
    tags,
    ...whereabouts(top, nested, names),
    pinned: (nested.take('pinned', 'pinned', truthIn) ?? false) || isMarked,
    confidence: nested.take('confidence', 'confidence', shareIn),
    ...statusOf(top, times),
    ...times,
    expiresAt:
      top.take(['expiration_date', 'expirationDate'], 'expiresAt', endOfDay) ??
      nested.take('expiration_date', 'expiresAt', endOfDay),
  };
  const ownType = type === memory.category ? undefined : type;
  return { ...memory, metadata: metadataOf(top, nested, { ref, type: ownType }, names) };
}

function metadataOf(
  top: FieldTaker,
  nested: FieldTaker,
  { ref, type }: { readonly ref: string; readonly type: string | undefined },
  names: OpenMemoryNames | undefined,
): Record<string, unknown> {
  nested.leave('text_lemmatized', 'the words of the text, made again here');
  top.leave('hash', 'a checksum of the text, made again here');
  top.leave(['score', 'score_details'], 'of a search, and not of the memory');
  const user = top.take('user_id', 'metadata.user_id', (value) => names?.userOf(value));
  const app = top.take('app_id', 'metadata.app', (value) => names?.appOf(value));
  const history = names?.historyOf(ref);
  return {
    ...(type === undefined ? {} : { type }),
    ...nested.rest(),
    ...top.rest(),
    ...(user === undefined ? {} : { user_id: user }),
    ...(app === undefined ? {} : { app }),
    ...(history ? { status_history: history } : {}),
  };
}

function tagsOf(top: FieldTaker, names: OpenMemoryNames | undefined): string[] {
  const ids = top.take('category_ids', 'tags', (value) =>
    listIn(value)?.map((id) => names?.categoryOf(id) ?? id),
  );
  return [...new Set([...(ids ?? []), ...(top.take('categories', 'tags', listIn) ?? [])])];
}

/** Whose it is, and who wrote it: the same fields are a project to some clients and the name of a client to others. */
function whereabouts(
  top: FieldTaker,
  nested: FieldTaker,
  names: OpenMemoryNames | undefined,
): Pick<IncomingMemory, 'project' | 'scope' | 'session' | 'source' | 'metadata'> {
  const named = (value: unknown): string | undefined =>
    names?.appOf(value) ?? (isUuid(value) ? undefined : textIn(value));
  const project = (value: unknown): string | undefined => {
    const name = named(value);
    return name === undefined || clients.has(name.toLowerCase()) || everywhere.has(name) ? undefined : name;
  };
  const client = (value: unknown): string | undefined => {
    const name = named(value);
    return name !== undefined && clients.has(name.toLowerCase()) ? name : undefined;
  };
  const name =
    nested.take(['app_id', 'project'], 'project', project) ??
    top.take(['app_id', 'appId', 'app'], 'project', project) ??
    top.take(['agent_id', 'agentId'], 'project', project);
  const actor =
    nested.take('source', 'source.actor', textIn) ??
    top.take(['app', 'app_id', 'agent_id', 'agentId', 'actor_id'], 'source.actor', client);
  const session =
    top.take(['run_id', 'runId'], 'session', textIn) ?? nested.take('session_id', 'session', textIn);
  return {
    scope: name === undefined ? 'global' : 'project',
    ...(name === undefined ? {} : { project: { name } }),
    ...(session === undefined ? {} : { session }),
    ...(actor === undefined ? {} : { source: { kind: 'agent', actor } }),
  };
}

function statusOf(
  top: FieldTaker,
  { createdAt, updatedAt }: Pick<IncomingMemory, 'createdAt' | 'updatedAt'>,
): Pick<IncomingMemory, 'status' | 'archiveReason' | 'deletedAt'> {
  const state = top.take('state', 'status', (value) =>
    ['active', 'paused', 'archived', 'deleted'].find((each) => each === value),
  );
  const deletedAt = top.take('deleted_at', 'deletedAt', timeIn);
  if (state === 'deleted') return { deletedAt: deletedAt ?? updatedAt ?? createdAt ?? 1 };
  if (state === 'archived') return { status: 'archived' };
  // There, what is paused is not found by searches until somebody resumes it.
  return state === 'paused' ? { status: 'archived', archiveReason: 'paused' } : {};
}

const day = 86_400_000;

/** It is valid through the day that is named. */
function endOfDay(value: unknown): number | undefined {
  const time = timeIn(value);
  return time === undefined || time % day !== 0 ? time : time + day;
}

import { createHash } from 'node:crypto';
import { type CleaningReport, type IncomingText, joinReports, kindsIn } from '../../safety/incomingText.ts';
import type { TransferRow } from '../../store/ports/transferRepository.ts';
import type { IncomingMemory, IncomingWhole } from '../incoming.ts';

/** What was cleaned, and the kinds of what was taken out. */
export interface CleanedItem<T> {
  readonly value: T;
  readonly found: readonly string[];
}

/** Our own words, and names by which things lead to one another: they are ids, and no texts. */
const fixed: ReadonlySet<string> = new Set([
  'kind',
  'category',
  'scope',
  'status',
  'trust',
  'says',
  'action',
  'id',
  'groupId',
  'memoryId',
  'undoneBy',
  'supersededBy',
  'to',
]);
const none: ReadonlySet<string> = new Set();
const turnFields: ReadonlySet<string> = new Set(['speaker']);

/** A memory of another system. What it is called there keeps leading to it, whatever that looks like. */
export async function cleanMemory(
  incoming: IncomingText,
  item: IncomingMemory,
): Promise<CleanedItem<IncomingMemory>> {
  const { ref, otherRefs, project, metadata, supersededBy, ...rest } = item;
  const [texts, more] = [await incoming.clean(rest, fixed), await incoming.clean({ metadata }, none)];
  return {
    value: {
      ...texts.value,
      ref: await cleanRef(incoming, ref),
      ...(otherRefs
        ? { otherRefs: await Promise.all(otherRefs.map((each) => cleanRef(incoming, each))) }
        : {}),
      ...(project ? { project } : {}),
      ...(metadata ? { metadata: more.value.metadata } : {}),
      ...(supersededBy === undefined ? {} : { supersededBy: await cleanRef(incoming, supersededBy) }),
      ...(texts.value.links
        ? {
            links: await Promise.all(
              texts.value.links.map(async (link) => ({ ...link, to: await cleanRef(incoming, link.to) })),
            ),
          }
        : {}),
    },
    found: kindsOf([texts.report, more.report]),
  };
}

/** A memory of an export, with all that it said before. */
export async function cleanWhole(
  incoming: IncomingText,
  { memory, origins, history, turns, ...item }: IncomingWhole,
): Promise<CleanedItem<IncomingWhole>> {
  const reports: CleaningReport[] = [];
  const clean = async <T>(value: T, exact: ReadonlySet<string>): Promise<T> => {
    const cleaned = await incoming.clean({ value }, exact);
    reports.push(cleaned.report);
    return cleaned.value.value;
  };
  const whole = async ({ metadata, ...rest }: IncomingWhole['memory']): Promise<IncomingWhole['memory']> => ({
    ...(await clean(rest, fixed)),
    metadata: Object.keys(metadata).length === 0 ? metadata : await clean(metadata, none),
  });
  const value = {
    ...item,
    memory: await whole(memory),
    origins: origins.length === 0 ? origins : await clean(origins, none),
    turns: turns.length === 0 ? turns : await clean(turns, turnFields),
    history: await Promise.all(
      history.map(async ({ before, ...change }) => ({
        ...(await clean(change, fixed)),
        before: before && (await whole(before)),
      })),
    ),
  };
  return { value, found: kindsOf(reports) };
}

/** Columns of rows that are ids. */
const fixedColumns: ReadonlySet<string> = new Set([...fixed, 'sha', 'patchId', 'fingerprint', 'memory']);

export async function cleanRow(incoming: IncomingText, row: TransferRow): Promise<CleanedItem<TransferRow>> {
  const { value, report } = await incoming.clean(row, fixedColumns);
  return { value, found: kindsIn(report) };
}

export async function cleanText<T>(incoming: IncomingText, value: T): Promise<CleanedItem<T>> {
  const cleaned = await incoming.clean({ value }, none);
  return { value: cleaned.value.value, found: kindsIn(cleaned.report) };
}

/** Numbers and the ids of this kind of program are what they are. */
const plainRef = /^(?:\d{1,18}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** What is a secret stays an id that no other thing has. */
export async function cleanRef(incoming: IncomingText, ref: string): Promise<string> {
  if (plainRef.test(ref)) return ref;
  const { value } = await incoming.text(ref);
  return value === ref ? ref : createHash('sha256').update(ref).digest('hex').slice(0, 32);
}

const kindsOf = (reports: readonly CleaningReport[]): string[] => kindsIn(joinReports(reports));

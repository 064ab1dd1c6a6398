import { type CleaningReport, joinReports, kindsIn, type TextDoor } from '../../safety/incomingText.ts';
import { safeReference } from '../../safety/safeReference.ts';
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
  incoming: TextDoor,
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
  incoming: TextDoor,
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

/** Ids and sums, as this program makes them: whatever a file has in a column, and nothing else is passed over. */
const made = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{40}|[0-9a-f]{64}|[\w-]{22})$/;
const madeColumns = ['id', 'memory', 'sha', 'patchId', 'fingerprint'];

export async function cleanRow(incoming: TextDoor, row: TransferRow): Promise<CleanedItem<TransferRow>> {
  const exact = new Set(madeColumns.filter((name) => made.test(String(row[name]))));
  const { value, report } = await incoming.clean(row, exact);
  return { value, found: kindsIn(report) };
}

export async function cleanText<T>(incoming: TextDoor, value: T): Promise<CleanedItem<T>> {
  const cleaned = await incoming.clean({ value }, none);
  return { value: cleaned.value.value, found: kindsIn(cleaned.report) };
}

/** What is a secret stays an id that no other thing has. */
export const cleanRef = (incoming: TextDoor, ref: string): Promise<string> => safeReference(incoming, ref);

const kindsOf = (reports: readonly CleaningReport[]): string[] => kindsIn(joinReports(reports));

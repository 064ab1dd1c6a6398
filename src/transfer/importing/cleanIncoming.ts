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
/** Its names are those of another system, ours among them. */
const ofOthers: ReadonlySet<string> = new Set(['metadata']);
const turnFields: ReadonlySet<string> = new Set(['speaker']);

/** A memory of another system. What it is called there keeps leading to it, whatever that looks like. */
export async function cleanMemory(
  incoming: TextDoor,
  item: IncomingMemory,
): Promise<CleanedItem<IncomingMemory>> {
  const { ref, otherRefs, project, metadata, supersededBy, ...rest } = item;
  // Together, for what is told in one of them may stand in the other without a word.
  const { value: texts, report } = await incoming.clean(
    { ...rest, ...(metadata ? { metadata } : {}) },
    fixed,
    ofOthers,
  );
  return {
    value: {
      ...texts,
      ref: await cleanRef(incoming, ref),
      ...(otherRefs
        ? { otherRefs: await Promise.all(otherRefs.map((each) => cleanRef(incoming, each))) }
        : {}),
      ...(project ? { project } : {}),
      ...(supersededBy === undefined ? {} : { supersededBy: await cleanRef(incoming, supersededBy) }),
      ...(texts.links
        ? {
            links: await Promise.all(
              texts.links.map(async (link) => ({ ...link, to: await cleanRef(incoming, link.to) })),
            ),
          }
        : {}),
    },
    found: kindsIn(report),
  };
}

/** A memory of an export, with all that it said before. */
export async function cleanWhole(
  incoming: TextDoor,
  { memory, origins, history, turns, ...item }: IncomingWhole,
): Promise<CleanedItem<IncomingWhole>> {
  const reports: CleaningReport[] = [];
  const clean = async <T>(value: T, exact: ReadonlySet<string>): Promise<T> => {
    const cleaned = await incoming.clean({ value }, exact, ofOthers);
    reports.push(cleaned.report);
    return cleaned.value.value;
  };
  const value = {
    ...item,
    memory: await clean(memory, fixed),
    origins: origins.length === 0 ? origins : await clean(origins, none),
    turns: turns.length === 0 ? turns : await clean(turns, turnFields),
    history: await Promise.all(
      history.map(async ({ before, ...change }) => ({
        ...(await clean(change, fixed)),
        before: before && (await clean(before, fixed)),
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

import { countOf, memoriesCounted, saidOf } from '../../../core/text/countOf.ts';
import { oneLine } from '../../../core/text/oneLine.ts';
import type { ImportResult } from '../../../protocol/transferResults.ts';

type Report = ImportResult['report'];

/** What an import has done, for people: one line for each thing that there is to say. */
export function describeImport({ title, form, path, isDryRun, report }: ImportResult): string[] {
  const { items, byCategory, byStatus, links, newProjects } = report;
  return [
    oneLine(`${title} (${form}): ${path}`),
    isDryRun
      ? `Would import ${memoriesCounted(brought(report))} of ${entries(items)}.`
      : `Imported ${memoriesCounted(brought(report))} of ${entries(items)}.`,
    ...listed('By category', byCategory),
    ...listed('By status', byStatus),
    ...fateLines(report),
    ...Object.entries(report.rows).map(
      ([name, { written, known }]) => `${rowNames[name] ?? name}: ${written} new, ${known} here already`,
    ),
    ...linkLines(isDryRun, links, report.linked),
    ...(newProjects.length > 0 ? [oneLine(`New projects: ${newProjects.map(short).join(', ')}`)] : []),
    ...loweredLines(report),
    ...(Object.keys(report.redacted).length > 0
      ? [`Replaced before anything was kept: ${said(report.redacted)}`]
      : []),
    // The reasons are those of importers, in words of their own: a number before them would not fit each.
    ...Object.entries(report.left).map(([reason, count]) => oneLine(`Not taken: ${reason} (${count})`)),
  ];
}

/** A name as far as one reads it: some are made of what stands in a damaged column. */
const short = (name: string): string => (name.length <= 60 ? name : `${name.slice(0, 59)}…`);
/** A dry run that was interrupted has not seen all of the source together, and can only say that there are links. */
function linkLines(isDryRun: boolean, { made, left }: Report['links'], linked: number): string[] {
  const lost = `${left} to or from what is not here`;
  if (made + left > 0) return [`Links: ${made} ${isDryRun ? 'would be ' : ''}made, ${lost}`];
  return isDryRun && linked > 0
    ? [`Links: those of ${memoriesCounted(linked)}, counted by the import itself`]
    : [];
}

const brought = ({ fates: { added = 0, updated = 0, revived = 0 } }: Report): number =>
  added + updated + revived;
const entries = (count: number): string => countOf(count, 'entry', 'entries');

const said = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');

const listed = (name: string, counts: Readonly<Record<string, number>>): string[] =>
  Object.keys(counts).length === 0 ? [] : [`${name}: ${said(counts)}`];

const fates: readonly (readonly [fate: string, one: string, many: string])[] = [
  ['updated', 'changed what was here', 'changed what was here'],
  ['revived', 'is here again', 'are here again'],
  ['known', 'was imported before', 'were imported before'],
  ['duplicate', 'says what a memory here says', 'say what a memory here says'],
  ['deleted', 'was deleted here since', 'were deleted here since'],
  ['purged', 'was purged here since', 'were purged here since'],
];

const fateLines = ({ fates: counts }: Report): string[] =>
  fates.flatMap(([fate, one, many]) => {
    const count = counts[fate] ?? 0;
    return count === 0 ? [] : [saidOf(count, one, many)];
  });

const lowerings: readonly (readonly [lowered: string, one: string, many: string])[] = [
  [
    'candidate',
    'waits in the Inbox, because it would hold for everyone: a directive, or what names no project. Say --project or --trust-source to have it at once.',
    'wait in the Inbox, because they would hold for everyone: directives, and what names no project. Say --project or --trust-source to have them at once.',
  ],
  [
    'orders',
    'waits in the Inbox, because it reads as orders to a model',
    'wait in the Inbox, because they read as orders to a model',
  ],
  ['trust', 'is trusted less than there', 'are trusted less than there'],
  ['pin', 'is not pinned here: only a person pins', 'are not pinned here: only a person pins'],
];

const loweredLines = ({ lowered }: Report): string[] =>
  lowerings.flatMap(([name, one, many]) => {
    const count = lowered[name] ?? 0;
    return count === 0 ? [] : [saidOf(count, one, many)];
  });

const rowNames: Readonly<Record<string, string>> = {
  projects: 'Projects',
  projectAliases: 'Names of projects',
  projectLeads: 'Ids of merged projects',
  projectMoves: 'Moves of projects',
  sessions: 'Sessions',
  claims: 'Claims',
  values: 'Values',
  entities: 'Issues, merge requests and commits',
  capturedCommits: 'Captured commits',
  capturedStatements: 'Captured statements',
  purgedOrigins: 'Names of what was purged',
};

/** What became of each field, place by place. */
export function fieldLines({ fields }: ImportResult): string[] {
  return [
    '',
    'What became of each field:',
    ...fields.map(({ place, field, became, because, count }) =>
      oneLine(
        `${place}.${field} (${count}): ${became ?? `not taken${because === undefined ? '' : `, ${because}`}`}`,
      ),
    ),
  ];
}

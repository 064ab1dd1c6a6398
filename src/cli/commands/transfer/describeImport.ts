import { oneLine } from '../../../core/text/oneLine.ts';
import type { ImportResult } from '../../../protocol/transferResults.ts';

type Report = ImportResult['report'];

/** What an import has done, for people: one line for each thing that there is to say. */
export function describeImport({ title, form, path, isDryRun, report }: ImportResult): string[] {
  const { items, byCategory, byStatus, links, newProjects } = report;
  return [
    oneLine(`${title} (${form}): ${path}`),
    isDryRun
      ? `Would import ${memories(brought(report))} of ${entries(items)}.`
      : `Imported ${memories(brought(report))} of ${entries(items)}.`,
    ...listed('By category', byCategory),
    ...listed('By status', byStatus),
    ...fateLines(report),
    ...Object.entries(report.rows).map(
      ([name, { written, known }]) => `${rowNames[name] ?? name}: ${written} new, ${known} here already`,
    ),
    ...linkLines(isDryRun, links),
    ...(newProjects.length > 0 ? [oneLine(`New projects: ${newProjects.map(short).join(', ')}`)] : []),
    ...loweredLines(report),
    ...(Object.keys(report.redacted).length > 0
      ? [`Replaced before anything was kept: ${said(report.redacted)}`]
      : []),
    ...Object.entries(report.left).map(([reason, count]) => oneLine(`Not taken: ${count} ${reason}`)),
  ];
}

/** A name as far as one reads it: some are made of what stands in a damaged column. */
const short = (name: string): string => (name.length <= 60 ? name : `${name.slice(0, 59)}…`);
/** Which links can be made is seen when all of the source is here, and so not in a dry run. */
function linkLines(isDryRun: boolean, { made, left }: Report['links']): string[] {
  const lost = `${left} to or from what is not here`;
  if (isDryRun) return left === 0 ? [] : [`Links: ${lost}`];
  return made + left === 0 ? [] : [`Links: ${made} made, ${lost}`];
}

const brought = ({ fates: { added = 0, updated = 0, revived = 0 } }: Report): number =>
  added + updated + revived;
const memories = (count: number): string => (count === 1 ? 'one memory' : `${count} memories`);
const entries = (count: number): string => (count === 1 ? 'one entry' : `${count} entries`);

const said = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');

const listed = (name: string, counts: Readonly<Record<string, number>>): string[] =>
  Object.keys(counts).length === 0 ? [] : [`${name}: ${said(counts)}`];

const fates: readonly (readonly [string, string])[] = [
  ['updated', 'changed what was here'],
  ['revived', 'are here again'],
  ['known', 'were imported before'],
  ['duplicate', 'say what a memory here says'],
  ['deleted', 'were deleted here since'],
  ['purged', 'were purged here since'],
];

const fateLines = ({ fates: counts }: Report): string[] =>
  fates.flatMap(([fate, words]) => {
    const count = counts[fate] ?? 0;
    return count === 0 ? [] : [`${count} ${words}`];
  });

const loweredLines = ({ lowered }: Report): string[] => [
  ...((lowered['candidate'] ?? 0) > 0
    ? [
        `${lowered['candidate']} wait in the Inbox, because they would hold for everyone: directives, and what names no project. Say --project or --trust-source to have them at once.`,
      ]
    : []),
  ...((lowered['orders'] ?? 0) > 0
    ? [`${lowered['orders']} wait in the Inbox, because they read as orders to a model`]
    : []),
  ...((lowered['trust'] ?? 0) > 0 ? [`${lowered['trust']} are trusted less than there`] : []),
  ...((lowered['pin'] ?? 0) > 0 ? [`${lowered['pin']} are not pinned here: only a person pins`] : []),
];

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

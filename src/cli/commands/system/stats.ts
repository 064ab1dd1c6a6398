import { ageLabel } from '../../../core/text/ageLabel.ts';
import { describeEmbedding } from '../../../protocol/describeEmbedding.ts';
import { statsOperation } from '../../../protocol/operations/system/stats.ts';
import { commandOf } from '../../commandOf.ts';
import { formatBytes, renderTable } from '../../renderMemories.ts';

type Section = [title: string, rows: [string, string | number][]];

export const addStats = commandOf(statsOperation, (result, io) => {
  const sections: Section[] = [
    [
      'All',
      [
        ['memories', result.memories],
        ['open blockers', result.openBlockers],
        ['in the Inbox', result.candidates],
        ['sessions at work', result.sessions],
        ...agesOf(result, Date.now()),
      ],
    ],
    ['By category', countsOf(result.byCategory)],
    ['By status', countsOf(result.byStatus)],
    ['By scope', countsOf(result.byScope)],
    ['By project', result.byProject.map(({ project, count }) => [project ?? 'all projects', count])],
  ];
  const filled = sections.filter(([, rows]) => rows.length > 0);
  io.print(
    filled.map(([title, rows]) => `${io.paint.bold(title)}\n${renderTable(rows, io.paint)}`).join('\n\n'),
  );
  io.note(
    io.paint.dim(`Database ${formatBytes(result.databaseBytes)}. ${describeEmbedding(result.embedding)}`),
  );
});

/** Of a memory of nothing there are none. */
const agesOf = (
  { oldest, newest }: { readonly oldest: number | null; readonly newest: number | null },
  now: number,
): [string, string][] =>
  oldest === null || newest === null
    ? []
    : [
        ['oldest', ageLabel(oldest, now)],
        ['newest', ageLabel(newest, now)],
      ];

/** The most first. */
const countsOf = (record: Readonly<Record<string, number>>): [string, number][] =>
  Object.entries(record).sort(([, left], [, right]) => right - left);

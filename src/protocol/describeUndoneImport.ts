import { countOf, memoriesCounted, saidOf } from '../core/text/countOf.ts';
import { oneLine } from '../core/text/oneLine.ts';
import type { TakenBackBeside, UndoImportResult } from './transferResults.ts';

/** What was taken back of an import and what was not: one line for each thing that there is to say. */
export function describeUndoneImport({ undone, kept, ...beside }: UndoImportResult): string[] {
  return [
    oneLine(`Took back ${[memoriesCounted(undone), ...takenOf(beside)].join(', ')}.`),
    ...(kept === 0
      ? []
      : [
          saidOf(
            kept,
            'was changed or removed since, and stays as it is.',
            'were changed or removed since, and stay as they are.',
          ),
        ]),
    ...keptOf(beside),
  ];
}

/** The same of what was no memory alone. */
export function describeBeside(beside: TakenBackBeside): string[] {
  const taken = takenOf(beside);
  return [...(taken.length === 0 ? [] : [oneLine(`Also took back ${taken.join(', ')}.`)]), ...keptOf(beside)];
}

const takenOf = ({ values, projects }: TakenBackBeside): string[] => [
  ...(values === 0 ? [] : [countOf(values, 'value')]),
  ...(projects.length === 0
    ? []
    : [`the new ${projects.length === 1 ? 'project' : 'projects'} ${projects.join(', ')}`]),
];

const keptOf = ({ keptValues, keptProjects }: TakenBackBeside): string[] => [
  ...listed(keptValues, 'A value was changed since, and stays', 'Values were changed since, and stay'),
  ...listed(
    keptProjects,
    'Something else is in a project by now, which stays',
    'Something else is in projects by now, which stay',
  ),
];

const listed = (names: readonly string[], one: string, many: string): string[] =>
  names.length === 0 ? [] : [oneLine(`${names.length === 1 ? one : many}: ${names.join(', ')}`)];

import { type Figure, verdictOf } from './figure.ts';

export interface Results {
  readonly suite: string;
  readonly figures: readonly Figure[];
}

export interface Machine {
  readonly cpus: number;
  readonly model: string | undefined;
  readonly memoryGb: number;
  readonly platform: string;
  /** Processes that wanted a core in the minute before: times of a busy machine say little. */
  readonly loadAtStart: number | undefined;
}

/** What a run leaves behind, as JSON. */
export interface Report {
  readonly machine: Machine;
  readonly node: string;
  readonly results: readonly Results[];
}

/** A table without its markup: the first row is the head. */
interface Grid {
  readonly title: string;
  readonly rows: readonly (readonly string[])[];
}

const decimals = { ms: 2, MB: 1, '%': 1, 'GB/s': 1, ratio: 2, count: 0 } as const;

function written({ value, unit, interval }: Figure): string {
  const digits = (number: number) =>
    number.toFixed(Math.abs(number) >= 100 && unit === 'ms' ? 0 : decimals[unit]);
  const range = interval ? ` (${digits(interval[0])} to ${digits(interval[1])})` : '';
  return `${digits(value)}${unit === 'ratio' || unit === 'count' ? '' : ` ${unit}`}${range}`;
}

const grouped = <T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
};

/** What was asked of the figures of a row and how it went; by name where that differs. */
function asked(row: readonly Figure[]): string {
  const verdicts = grouped(
    row.filter((figure) => verdictOf(figure) !== undefined),
    (figure) => {
      const { budget, target } = figure;
      return `${budget === undefined ? `at least ${target}` : `at most ${budget}`}, ${verdictOf(figure)}`;
    },
  );
  return [...verdicts]
    .map(([verdict, figures]) =>
      verdicts.size === 1 ? verdict : `${figures.map(({ by = '' }) => by).join(', ')}: ${verdict}`,
    )
    .join('; ');
}

/** Tables of one suite's figures; the last column tells what was asked and whether it was met. */
function gridsOf({ figures }: Results): Grid[] {
  return [...grouped(figures, ({ subject = '' }) => subject)].map(([title, group]) => {
    const columns = [...new Set(group.map(({ by = '' }) => by))];
    const rows = [...grouped(group, ({ name }) => name)].map(([name, cells]) => [
      name,
      ...columns.map((column) => {
        const cell = cells.find(({ by = '' }) => by === column);
        return cell ? written(cell) : '';
      }),
      asked(cells),
    ]);
    const head = ['', ...columns.map((column) => column || 'measured'), 'asked'];
    const isAsked = rows.some((row) => row.at(-1) !== '');
    return { title, rows: [head, ...rows].map((row) => (isAsked ? row : row.slice(0, -1))) };
  });
}

function aligned({ title, rows }: Grid): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
  return [title === '' ? '' : `\n  ${title}`, ...lines.map((line) => `    ${line.trimEnd()}`)].join('\n');
}

function markdown({ title, rows: [head = [], ...rows] }: Grid): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    title === '' ? '' : `\n### ${title}\n`,
    line(head),
    line(head.map((_, column) => (column === 0 ? '---' : '---:'))),
    ...rows.map(line),
  ].join('\n');
}

/** For a terminal. */
export function asText({ results }: Report): string {
  return results.map((each) => `\n${each.suite}${gridsOf(each).map(aligned).join('\n')}`).join('\n');
}

export function asMarkdown({ machine, node, results }: Report): string {
  const { cpus, model = 'unknown processor', memoryGb, platform, loadAtStart = 0 } = machine;
  const where = `Measured on ${cpus} cores (${model}), ${memoryGb} GB, ${platform}, Node ${node}, load ${loadAtStart.toFixed(1)} at the start.`;
  const suites = results.map((each) => `## ${each.suite}\n${gridsOf(each).map(markdown).join('\n')}`);
  return `${[where, ...suites].join('\n\n')}\n`;
}

const begin = '<!-- figures: npm run bench -- --markdown -->';
const end = '<!-- end of figures -->';

/** The figures alone, or in the place that a page has marked for them. */
export function intoPage(page: string, figures: string): string {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) return figures;
  return `${page.slice(0, from)}${begin}\n\n${figures.trimEnd()}\n\n${page.slice(to)}`;
}

/** Results of several reports as one; of a suite that was measured twice, the later ones. */
export function joined(reports: readonly Report[]): Report {
  const last = reports.at(-1);
  if (!last) throw new RangeError('No reports.');
  const bySuite = new Map(reports.flatMap(({ results }) => results.map((each) => [each.suite, each])));
  return { ...last, results: [...bySuite.values()] };
}

import { afterEach, describe, expect, it, vi } from 'vitest';
import { runBench } from '../../../tools/bench/bench.ts';
import { type Figure, verdictOf } from '../../../tools/bench/figure.ts';
import { asMarkdown, asText, intoPage, joined, type Report } from '../../../tools/bench/report.ts';

const figures: Figure[] = [
  { name: 'start', value: 12.3456, unit: 'ms', budget: 60 },
  { subject: 'set', by: 'BM25', name: 'R@5', value: 50, unit: '%', interval: [40.04, 60] },
  { subject: 'set', by: 'hybrid', name: 'R@5', value: 70, unit: '%', target: 75 },
];

const report = (...suites: string[]): Report => ({
  machine: { cpus: 2, model: 'Some CPU', memoryGb: 8, platform: 'linux x64', loadAtStart: 0.3 },
  node: 'v24.0.0',
  results: suites.map((suite) => ({ suite, figures })),
});

describe('the report', () => {
  it('holds a figure against what was asked of it', () => {
    expect(figures.map(verdictOf)).toEqual(['met', undefined, 'missed']);
    expect(verdictOf({ name: 'a', value: 60, unit: 'ms', budget: 60 })).toBe('met');
  });

  it('puts those who did the same side by side', () => {
    const markdown = asMarkdown(report('some'));
    expect(markdown).toMatch(/2 cores \(Some CPU\).*load 0\.3/);
    expect(markdown).toContain('| start | 12.35 ms | at most 60, met |');
    expect(markdown).toContain('|  | BM25 | hybrid | asked |');
    expect(markdown).toContain('| R@5 | 50.0 % (40.0 to 60.0) | 70.0 % | at least 75, missed |');
    expect(asText(report('some'))).toMatch(/R@5 +50\.0 % \(40\.0 to 60\.0\) +70\.0 %/);
  });
});

describe('what is asked of several in one row', () => {
  const beside = (by: string, value: number): Figure => ({ by, name: 'p50', value, unit: 'ms', budget: 5 });
  const cellOf = (row: Figure[]) =>
    asMarkdown({ ...report(), results: [{ suite: 'some', figures: row }] })
      .split('\n')
      .at(-2);

  it('is told once when all of them met it, and by name when they did not', () => {
    expect(cellOf([beside('alone', 1), beside('flooded', 2)])).toMatch(/\| at most 5, met \|$/);
    expect(cellOf([beside('alone', 1), beside('flooded', 9)])).toMatch(
      /\| alone: at most 5, met; flooded: at most 5, missed \|$/,
    );
  });
});

describe('a page with figures', () => {
  const page = 'Before\n<!-- figures: npm run bench -- --markdown -->\nold\n<!-- end of figures -->\nAfter\n';

  it('is filled between its marks, again and again', () => {
    const once = intoPage(page, 'first\n');
    expect(once).toMatch(/^Before\n<!--.*-->\n\nfirst\n\n<!-- end of figures -->\nAfter\n$/);
    expect(intoPage(once, 'second\n')).toBe(once.replace('first', 'second'));
  });

  it('is the figures alone when it has no marks', () => {
    expect(intoPage('anything', 'first\n')).toBe('first\n');
  });

  it('takes the later figures of a suite that was measured twice', () => {
    const later = { ...report('speed'), results: [{ suite: 'speed', figures: [] }] };
    expect(joined([report('recall', 'speed'), later]).results).toEqual([
      { suite: 'recall', figures },
      { suite: 'speed', figures: [] },
    ]);
  });
});

describe('the command', () => {
  afterEach(() => vi.restoreAllMocks());

  it.each([
    [['--only', 'recall,nonsense'], /No suite is called nonsense/],
    [['--sizes', 'many'], /--sizes/],
    [['--unknown'], /--unknown/],
  ])('refuses %j with the usage', async (args, message) => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(await runBench(args, '/nowhere')).toBe(2);
    expect(String(said.mock.calls[0]?.[0])).toMatch(message);
    expect(String(said.mock.calls[0]?.[0])).toContain('Usage');
  });
});

import { afterEach, describe, expect, it, vi } from 'vitest';
import { runBench } from '../../tools/bench/bench.ts';
import { type Figure, verdictOf } from '../../tools/bench/figure.ts';
import { asMarkdown, asText } from '../../tools/bench/report.ts';

const figures: Figure[] = [
  { name: 'start', value: 12.3456, unit: 'ms', budget: 60 },
  { subject: 'set', by: 'BM25', name: 'R@5', value: 50, unit: '%', interval: [40.04, 60] },
  { subject: 'set', by: 'hybrid', name: 'R@5', value: 70, unit: '%', target: 75 },
];

describe('the report', () => {
  it('holds a figure against what was asked of it', () => {
    expect(figures.map(verdictOf)).toEqual(['met', undefined, 'missed']);
    expect(verdictOf({ name: 'a', value: 60, unit: 'ms', budget: 60 })).toBe('met');
  });

  it('puts those who did the same side by side', () => {
    const markdown = asMarkdown([{ suite: 'some', figures }]);
    expect(markdown).toContain('| start | 12.35 ms | at most 60, met |');
    expect(markdown).toContain('|  | BM25 | hybrid | asked |');
    expect(markdown).toContain('| R@5 | 50.0 % (40.0 to 60.0) | 70.0 % | at least 75, missed |');
    expect(asText([{ suite: 'some', figures }])).toMatch(/R@5 +50\.0 % \(40\.0 to 60\.0\) +70\.0 %/);
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

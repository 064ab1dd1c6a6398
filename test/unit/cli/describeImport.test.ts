import { describe, expect, it } from 'vitest';
import { describeImport } from '../../../src/cli/commands/transfer/describeImport.ts';
import type { ImportResult } from '../../../src/protocol/transferResults.ts';
import { emptyReport } from '../../../src/transfer/importing/importReport.ts';

const lines = (isDryRun: boolean, change: Partial<ImportResult['report']>): string[] =>
  describeImport({
    system: 'peer',
    title: 'Peer',
    form: 'one',
    path: '/store.db',
    isDryRun,
    report: { ...emptyReport, ...change },
  } as ImportResult);

describe('the report of an import', () => {
  it.each([
    [false, { made: 3, left: 2 }, 'Links: 3 made, 2 to or from what is not here'],
    [false, { made: 3, left: 0 }, 'Links: 3 made, 0 to or from what is not here'],
    [false, { made: 0, left: 0 }, undefined],
    [true, { made: 3, left: 2 }, 'Links: 3 would be made, 2 to or from what is not here'],
    [true, { made: 0, left: 0 }, undefined],
  ])('says of links, in a dry run (%s), what is known: %o', (isDryRun, links, wanted) => {
    expect(lines(isDryRun, { links }).find((line) => line.startsWith('Links'))).toBe(wanted);
  });

  it.each([
    [1, 'Links: those of one memory, counted by the import itself'],
    [2, 'Links: those of 2 memories, counted by the import itself'],
  ])('says that there are links where a dry run has not seen where %d lead', (linked, wanted) => {
    expect(lines(true, { linked }).find((line) => line.startsWith('Links'))).toBe(wanted);
    expect(lines(false, { linked }).find((line) => line.startsWith('Links'))).toBeUndefined();
  });

  it('has names of new projects as far as one reads them', () => {
    const named = lines(false, { newProjects: ['pier', 'x'.repeat(500)] }).find((line) =>
      line.startsWith('New projects'),
    );
    expect(named).toBe(`New projects: pier, ${'x'.repeat(59)}…`);
  });
});

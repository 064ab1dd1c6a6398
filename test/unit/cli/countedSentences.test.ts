import { describe, expect, it } from 'vitest';
import { describeImport } from '../../../src/cli/commands/transfer/describeImport.ts';
import { describeUndoneImport } from '../../../src/protocol/describeUndoneImport.ts';
import { showExport } from '../../../src/cli/commands/transfer/exportMemories.ts';
import { showDocuments } from '../../../src/cli/commands/documents/readDocuments.ts';
import { showOutcome } from '../../../src/cli/commands/upkeep/consolidateMemory.ts';
import { showRetained } from '../../../src/cli/commands/upkeep/retainByAge.ts';
import { type CliIo, paintFor } from '../../../src/cli/cliIo.ts';
import { describeProposal, describeReason } from '../../../src/protocol/describeFinding.ts';
import { importReportSchema } from '../../../src/protocol/transferResults.ts';
import { findingReasons, proposedActions } from '../../../src/protocol/consolidationReport.ts';

/** What a command says to a person, result and notes. */
function said(show: (io: CliIo) => void): string[] {
  const lines: string[] = [];
  const take = (text: string): void => void lines.push(...text.split('\n'));
  show({
    print: take,
    note: take,
    paint: paintFor(false),
    atTerminal: true,
    width: undefined,
  } as unknown as CliIo);
  return lines;
}

const fates = ['added', 'updated', 'revived', 'known', 'duplicate', 'deleted', 'purged'];
const all = (names: readonly string[], count: number): Record<string, number> =>
  Object.fromEntries(names.map((name) => [name, count]));

const reportOf = (count: number) =>
  importReportSchema.parse({
    items: count,
    fates: all(fates, count),
    byCategory: { decision: count },
    byStatus: { active: count },
    lowered: all(['candidate', 'orders', 'trust', 'pin', 'position'], count),
    rows: { values: { written: count, known: count }, projects: { written: count, known: count } },
    links: { made: count, left: count },
    left: { 'notes of the system about its own state': count },
    redacted: { 'aws-key': count },
    newProjects: [],
    renamed: count,
    linked: count,
  });

const ids = (count: number): string[] => Array.from({ length: count }, (_each, at) => `id-${at}`);
const run = (options: object) => ({ options }) as never;

/** Every sentence with a count in it, of the commands that move many memories at once. */
const reports: Readonly<Record<string, (count: number) => string[]>> = {
  import: (count) =>
    [false, true].flatMap((isDryRun) =>
      describeImport({ title: 'P', form: 'one', path: '/p', isDryRun, report: reportOf(count) } as never),
    ),
  'import without known links': (count) =>
    describeImport({
      title: 'P',
      form: 'one',
      path: '/p',
      isDryRun: true,
      report: { ...reportOf(count), links: { made: 0, left: 0 } },
    } as never),
  'undo-import': (count) =>
    describeUndoneImport({
      changeId: '',
      undone: count,
      kept: count,
      values: count,
      keptValues: ids(count),
      projects: ids(count),
      keptProjects: ids(count),
    }),
  export: (count) => said((io) => showExport({ path: '/x', bytes: 1, memories: count, format: 'json' }, io)),
  'ingest and bootstrap': (count) =>
    [
      { waiting: count, offered: 0 },
      { waiting: 0, offered: count },
    ].flatMap((inbox) =>
      said((io) =>
        showDocuments(
          {
            files: count,
            created: 2 * count,
            updated: count,
            unchanged: count,
            archived: count,
            left: count,
            ...inbox,
            skipped: [],
            skippedCount: count,
            redacted: [],
            changeId: null,
            project: 'p',
            projectName: 'P',
          },
          io,
        ),
      ),
    ),
  consolidate: (count) =>
    [true, false].flatMap((dryRun) =>
      said((io) =>
        showOutcome(
          {
            report: { groups: count === 0 ? [] : [{}], looked: count, isCut: false },
            applied: { done: ids(count).map((id) => ({ id })), left: count, changeId: 'abcdef0123' },
          } as never,
          io,
          run({ dryRun }),
        ),
      ),
    ),
  'groups of consolidate': (count) => [
    ...findingReasons.map((reason) => describeReason({ reason }, count)),
    ...proposedActions.map((action) => describeProposal({ action, keep: null }, count)),
  ],
  retention: (count) =>
    [true, false].flatMap((dryRun) =>
      said((io) =>
        showRetained(
          {
            dryRun,
            changeId: '',
            archived: { count, ids: [] },
            deleted: { count, ids: [] },
            purged: { count, ids: [] },
            kept: count,
            asOf: 0,
          },
          io,
        ),
      ),
    ),
};

const plural =
  /\b(?:1|one) (?:\w+ )?(?:memories|entries|files|links|values|projects|conversations|blockers|groups|were|are|wait|say|stay|have|fit)\b/;
const singular =
  /\b(?:0|2) (?:memory|entry|file|link|value|project|conversation|blocker|group|was|is|waits|says|stays|has|fits)\b/;
const alone = /\b(?:them|they|their|others|directives)\b/i;

describe('sentences with a count', () => {
  it.each(Object.keys(reports))('of %s speak of one as of one, and of none and two as of many', (name) => {
    const [none, one, two] = [0, 1, 2].map((count) => reports[name]?.(count) ?? []);
    expect(two?.length).toBeGreaterThan(0);
    expect([...(none ?? []), ...(two ?? [])].filter((line) => singular.test(line))).toEqual([]);
    expect(one?.filter((line) => plural.test(line) || alone.test(line))).toEqual([]);
    expect(one).not.toEqual(two);
  });

  it('are seen where they are wrong', () => {
    for (const line of ['1 memories', 'one entries', '1 wait in the Inbox', '1 more files'])
      expect(line).toMatch(plural);
    for (const line of ['2 memory', '0 file', '2 waits here']) expect(line).toMatch(singular);
    expect('1 waits, because they are new').toMatch(alone);
  });
});

import type { Command } from 'commander';
import { correctionNote } from '../../core/memory/correctionNote.ts';
import { withoutModelNote } from '../../core/memory/withoutModelNote.ts';
import { foldedNote } from '../../core/memory/foldedNote.ts';
import { categories, scopes, statuses } from '../../core/memory/memory.ts';
import { rankLines } from '../../core/ranking/rankExplanation.ts';
import { describeEmbedding } from '../../protocol/describeEmbedding.ts';
import type { OutputOf } from '../../protocol/operation.ts';
import type { recallOperation } from '../../protocol/operations/recall/recall.ts';
import {
  type CliContext,
  type GlobalOptions,
  collect,
  globalOptionsOf,
  parseChoice,
  parseCount,
} from '../cliContext.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { formatBytes, plain, renderLines, renderMemory, renderTable } from '../renderMemories.ts';
import { withMemory } from '../withMemory.ts';
import { pick } from './remember.ts';

/** What a project is called to people; without one only global memories are meant, and that is said. */
function inProject(project: string | null): string {
  return project === null
    ? 'for all projects (no project was recognized here)'
    : `in ${project} and for all projects`;
}

export function addReadCommands(program: Command, context: CliContext): void {
  addRecall(program, context);
  addList(program, context);
  addGet(program, context);
  addHistory(program, context);
  addStats(program, context);
}

interface RecallOptions {
  readonly limit?: number;
  readonly category?: (typeof categories)[number];
  readonly scope?: (typeof scopes)[number];
  readonly since?: string;
  readonly all?: boolean;
  readonly full?: boolean;
  readonly explain?: boolean;
}

function addRecall(program: Command, { io }: CliContext): void {
  program
    .command('recall')
    .summary('find memories that answer a question')
    .description(
      'Find memories that answer a question. References such as !12, #34 and &5 are matched exactly.',
    )
    .argument('<query...>', 'words or a whole question')
    .option('-n, --limit <count>', 'maximum number of results', parseCount('--limit', 50))
    .option(
      '-c, --category <category>',
      'only memories of this category',
      parseChoice('--category', categories),
    )
    .option('--scope <scope>', `one of ${scopes.join(', ')}`, parseChoice('--scope', scopes))
    .option('--since <when>', 'only from this time on: a date such as 2026-11-01, or an age such as 7d')
    .option('--all', 'include resolved, superseded and archived memories')
    .option('--full', 'show memories in full instead of as lines')
    .option('--explain', 'explain the ranking')
    .addHelpText(
      'after',
      "\nExamples:\n  $ memory-bridge recall which database\n  $ memory-bridge recall '!12' --full",
    )
    .action(async (words: string[], options: RecallOptions, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const { recallOperation } = await import('../../protocol/operations/recall/recall.ts');
      const { result } = await withMemory(globals, io, (client) =>
        client.call(
          recallOperation,
          {
            query: words.join(' '),
            ...pick(options, ['limit', 'category', 'scope', 'since']),
            include_inactive: options.all ?? false,
            compact: !options.full,
            explain: options.explain ?? false,
          },
          { project: globals.project },
        ),
      );
      if (globals.json) return io.print(JSON.stringify(result, undefined, 2));
      showAnswers(result, options, io);
    });
}

function showAnswers(
  result: OutputOf<typeof recallOperation>,
  options: RecallOptions,
  io: CliContext['io'],
): void {
  if (result.withoutModel) io.note(withoutModelNote(result.withoutModel));
  if (result.empty) return io.note(`Nothing has been remembered ${inProject(result.project)} yet.`);
  if (result.memories.length === 0) return io.note(`Nothing found ${inProject(result.project)}.`);
  if (options.full)
    io.print((result.full ?? []).map((memory) => renderMemory(memory, io.paint)).join('\n\n'));
  else {
    const { related = [] } = result;
    const shown = { besides: result.project, snippets: true };
    const answers = result.memories.slice(0, result.memories.length - related.length);
    io.print(renderLines(answers, io, shown));
    if (related.length > 0)
      io.print(
        `${io.paint.dim('Related')}
${renderLines(result.memories.slice(-related.length), io, shown)}`,
      );
  }
  if (result.explanations) io.print(`\n${plain(rankLines(result.explanations))}`);
  if (result.folded) io.note(foldedNote(result.folded));
  if (result.corrections) io.note(correctionNote(result.corrections));
}

interface ListOptions {
  readonly limit?: number;
  readonly category?: (typeof categories)[number];
  readonly status?: string[];
  readonly scope?: (typeof scopes)[number];
  readonly tag?: string;
  readonly text?: string;
  readonly deleted?: boolean;
  readonly allProjects?: boolean;
  readonly cursor?: string;
}

function addList(program: Command, { io }: CliContext): void {
  const parseStatus = parseChoice('--status', statuses);
  program
    .command('list')
    .summary('list memories, newest first')
    .description('List the memories of this project and those for all projects, newest first.')
    .option('-n, --limit <count>', 'maximum number of results', parseCount('--limit', 1000))
    .option(
      '-c, --category <category>',
      'only memories of this category',
      parseChoice('--category', categories),
    )
    .option(
      '--status <status>',
      `one of ${statuses.join(', ')}; may be repeated (default: active, resolved)`,
      collect,
    )
    .option('--scope <scope>', `one of ${scopes.join(', ')}`, parseChoice('--scope', scopes))
    .option('-t, --tag <tag>', 'only memories with this tag')
    .option('--text <words>', 'only memories that contain these words')
    .option('--deleted', 'include deleted memories')
    .option('-a, --all-projects', 'list the memories of every project')
    .option('--cursor <cursor>', 'continue where an earlier list ended')
    .addHelpText(
      'after',
      '\nExamples:\n  $ memory-bridge list -c blocker --status active\n  $ memory-bridge list --all-projects --json',
    )
    .action(async (options: ListOptions, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const { listMemoriesOperation } = await import('../../protocol/operations/memories/listMemories.ts');
      const { result } = await withMemory(globals, io, (client) =>
        client.call(
          listMemoriesOperation,
          {
            ...pick(options, ['limit', 'category', 'scope', 'tag', 'text', 'cursor']),
            ...(options.status ? { status: options.status.map(parseStatus) } : {}),
            include_deleted: options.deleted ?? false,
            all_projects: options.allProjects ?? false,
          },
          { project: globals.project },
        ),
      );
      if (globals.json) return io.print(JSON.stringify(result, undefined, 2));
      const where = options.allProjects ? 'in any project' : inProject(result.project);
      if (result.memories.length === 0) return io.note(`No memories ${where}.`);
      const besides = options.allProjects ? '' : result.project;
      io.print(renderLines(result.memories, io, { besides }));
      if (result.nextCursor !== null)
        io.note(
          io.paint.dim(`${result.memories.length} of ${result.total}. More: --cursor ${result.nextCursor}`),
        );
    });
}

function addGet(program: Command, context: CliContext): void {
  const { io } = context;
  program
    .command('get')
    .summary('show memories in full')
    .description('Show memories in full, by the ids that recall and list print.')
    .argument('<ids...>', 'short or long ids')
    .action(async (ids: string[], _options: object, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const { getMemoryOperation } = await import('../../protocol/operations/memories/getMemory.ts');
      const { result } = await withMemory(globals, io, (client) =>
        client.call(getMemoryOperation, { ids }, { project: globals.project }),
      );
      if (result.missing.length > 0) context.exitCode = 1;
      if (globals.json) return io.print(JSON.stringify(result, undefined, 2));
      if (result.memories.length > 0)
        io.print(result.memories.map((memory) => renderMemory(memory, io.paint)).join('\n\n'));
      if (result.missing.length > 0) io.note(`memory-bridge: not found: ${result.missing.join(', ')}.`);
    });
}

function addHistory(program: Command, { io }: CliContext): void {
  program
    .command('history')
    .summary('show how a memory changed')
    .argument('<id>', 'short or long id')
    .action(async (id: string, _options: object, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const { memoryHistoryOperation } = await import('../../protocol/operations/memories/memoryHistory.ts');
      const result = await withMemory(globals, io, async (client) => {
        const page = async (cursor?: string) => {
          const input = { memory_id: id, ...(cursor === undefined ? {} : { cursor }) };
          return (await client.call(memoryHistoryOperation, input, { project: globals.project })).result;
        };
        const latest = await page();
        const changes = [...latest.changes];
        for (let cursor = latest.nextCursor; cursor;) {
          const earlier = await page(cursor);
          changes.unshift(...earlier.changes);
          cursor = earlier.nextCursor;
        }
        return { memory: latest.memory, changes };
      });
      if (globals.json) return io.print(JSON.stringify(result, undefined, 2));
      io.print(`${io.paint.cyan(result.memory.shortId)}  ${io.paint.bold(oneLine(result.memory.title))}`);
      for (const { action, actor, age, id: changeId, undone } of result.changes) {
        const who = actor.name ? `${actor.kind} ${oneLine(actor.name)}` : actor.kind;
        io.print(
          `${io.paint.dim(age.padStart(4))}  ${action.padEnd(9)}  ${who}  ${io.paint.dim(undone ? 'undone' : changeId)}`,
        );
      }
    });
}

function addStats(program: Command, { io }: CliContext): void {
  program
    .command('stats')
    .summary('count memories by category, status and project')
    .description('Count memories: all of them, or with --project those of one project.')
    .action(async (_options: object, command: Command) => {
      const globals: GlobalOptions = globalOptionsOf(command, io);
      const { statsOperation } = await import('../../protocol/operations/system/stats.ts');
      const { result } = await withMemory(globals, io, (client) =>
        client.call(
          statsOperation,
          globals.namedProject === undefined ? {} : { project: globals.namedProject },
        ),
      );
      if (globals.json) return io.print(JSON.stringify(result, undefined, 2));
      const counts = (record: Readonly<Record<string, number>>) =>
        Object.entries(record).sort(([, left], [, right]) => right - left);
      const sections: [string, [string, string | number][]][] = [
        [
          'All',
          [
            ['memories', result.memories],
            ['open blockers', result.openBlockers],
            ['in the Inbox', result.candidates],
            ['sessions at work', result.sessions],
          ],
        ],
        ['By category', counts(result.byCategory)],
        ['By status', counts(result.byStatus)],
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
}

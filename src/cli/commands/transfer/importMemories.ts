import path from 'node:path';
import type { MemoryClient } from '../../../client/memoryClient.ts';
import { shortId } from '../../../core/shortId.ts';
import { jobName } from '../../../protocol/describeJob.ts';
import type { JobRecord } from '../../../protocol/jobRecord.ts';
import { importMemoriesOperation } from '../../../protocol/operations/transfer/importMemories.ts';
import type { ImportNearResult, ImportResult } from '../../../protocol/transferResults.ts';
import type { CliIo } from '../../cliIo.ts';
import { type CommandRun, commandOf } from '../../commandOf.ts';
import { describeImport, fieldLines } from './describeImport.ts';

type Verb = typeof importMemoriesOperation;
type Run = CommandRun<Verb>;
type Outcome = ImportResult & { readonly near?: ImportNearResult };

export const addImport = commandOf(importMemoriesOperation, showImport, {
  complete,
  work: importFrom,
  mayBegin: true,
});

async function complete({ input, context: { io }, globals, options }: Run) {
  // The server works elsewhere: a file is named in full.
  const file = path.resolve(io.cwd, input.path);
  const { importSettings, isPeerSettings } = await import('../config/peerNotes.ts');
  const run = { io, globals };
  if (!(await isPeerSettings(run, file))) return { ...input, path: file };
  await importSettings(run, file, options);
  return undefined;
}

async function importFrom(client: MemoryClient, run: Run): Promise<Outcome> {
  const { io } = run.context;
  const [{ finishJob }, { importResultSchema, mostLookedForNear }] = await Promise.all([
    import('../../finishJob.ts'),
    import('../../../protocol/transferResults.ts'),
  ]);
  const { result: begun } = await client.call(importMemoriesOperation, run.input, run.callOptions);
  const job = await finishJob(client, begun.job, io, (news) => io.progress?.(progressOf(news)));
  const result = importResultSchema.parse(job.result);
  if (!run.globals.json) printImport(result, run);
  const near = result.nearJob === undefined ? undefined : await nearOf(client, result.nearJob, run);
  if (!near && broughtBy(result) > mostLookedForNear)
    io.note('Look for what is said twice now: memory-bridge consolidate');
  const { noteAfterImport } = await import('../config/peerNotes.ts');
  await noteAfterImport(
    { io, globals: run.globals, client },
    result.system,
    result.isDryRun ? {} : run.options,
  );
  return near ? { ...result, near } : result;
}

const broughtBy = ({ isDryRun, report: { fates } }: ImportResult): number =>
  isDryRun ? 0 : (fates['added'] ?? 0) + (fates['updated'] ?? 0);

/** Names what is near to what was here, once that is known: it takes longer than the import, and may be left. */
async function nearOf(
  client: MemoryClient,
  job: string,
  { context: { io }, globals }: Run,
): Promise<ImportNearResult> {
  const [{ finishJob }, { importNearResultSchema }, { describeNearImported }] = await Promise.all([
    import('../../finishJob.ts'),
    import('../../../protocol/transferResults.ts'),
    import('./describeNearImported.ts'),
  ]);
  const { result } = await finishJob(client, job, io, (news) => io.progress?.(progressOf(news)));
  const near = importNearResultSchema.parse(result);
  if (!globals.json) for (const line of await describeNearImported(client, near)) io.print(line);
  return near;
}

function progressOf({ kind, progress }: JobRecord): string {
  if (!progress || progress.done === 0) return `${jobName(kind)}: reading`;
  const of = progress.total > progress.done ? ` of ${progress.total}` : '';
  return `${jobName(kind)}: ${progress.done}${of}`;
}

/** Printed by then, before what there is to say of the system that it came from. */
function showImport(): void {}

/** Where nobody is at a terminal, the command would be refused. */
function howToUndo({ changeId }: ImportResult, { atTerminal }: CliIo): string {
  const command = `memory-bridge undo-import ${shortId(changeId)}`;
  return atTerminal ? `Undo it: ${command}` : `A person can undo it, at a terminal: ${command}`;
}

function printImport(result: ImportResult, { context: { io }, options }: Run): void {
  for (const line of describeImport(result)) io.print(line);
  if (options['fields'] === true) for (const line of fieldLines(result)) io.print(line);
  const { fates, rows, newProjects } = result.report;
  const { added = 0, updated = 0, revived = 0 } = fates;
  const beside = (rows['values']?.written ?? 0) + (rows['projects']?.written ?? 0) + newProjects.length;
  if (!result.isDryRun && added + updated + revived + beside > 0)
    io.note(io.paint.dim(howToUndo(result, io)));
}

import type { MemoryClient } from '../../../client/memoryClient.ts';
import { shortId } from '../../../core/shortId.ts';
import { ageLabel } from '../../../core/text/ageLabel.ts';
import { countOf, saidOf } from '../../../core/text/countOf.ts';
import { describeJob } from '../../../protocol/describeJob.ts';
import { describeUpkeep } from '../../../protocol/describeUpkeep.ts';
import type { InputOf } from '../../../protocol/operation.ts';
import { cleanupOperation } from '../../../protocol/operations/memories/cleanup.ts';
import { runRetentionOperation } from '../../../protocol/operations/upkeep/runRetention.ts';
import { upkeepLogOperation } from '../../../protocol/operations/upkeep/upkeepLog.ts';
import type { RetentionResult } from '../../../protocol/retentionResult.ts';
import type { UpkeepRecord } from '../../../protocol/upkeepRecord.ts';
import type { CliIo } from '../../cliIo.ts';
import type { CommandRun } from '../../commandOf.ts';
import { confirmed, isForced } from '../../confirm.ts';
import type { CliDefinition } from '../../describeCommand.ts';
import { exitCodes } from '../../exitCodes.ts';
import { renderLines } from '../../renderMemories.ts';

type Run = Pick<CommandRun<CliDefinition>, 'context' | 'globals' | 'options' | 'callOptions'>;

const daysOf = (said: unknown): number | undefined => (typeof said === 'number' ? said : undefined);

/** Says what is due by age, asks, and then does exactly that. Undefined: it was not done, and the person knows. */
export async function retain(
  client: MemoryClient,
  { context, globals, options, callOptions }: Run,
  isDry: boolean,
): Promise<RetentionResult | undefined> {
  const { io } = context;
  const wish: InputOf<typeof runRetentionOperation> = {
    all_projects: globals.namedProject === undefined,
    ...(globals.namedProject === undefined ? {} : { project: globals.namedProject }),
    ...optional('resolved_blockers_days', daysOf(options['resolvedBlockersDays'])),
    ...optional('conversations_days', daysOf(options['conversationsDays'])),
  };
  const run = async (input: typeof wish): Promise<RetentionResult> => {
    const [{ finishJob }, { retentionResultSchema }] = await Promise.all([
      import('../../finishJob.ts'),
      import('../../../protocol/retentionResult.ts'),
    ]);
    const { result: begun } = await client.call(runRetentionOperation, input, callOptions);
    const job = await finishJob(client, begun.job, io, (news) => io.progress?.(describeJob(news)));
    return retentionResultSchema.parse(job.result);
  };
  const preview = await run({ ...wish, dry_run: true });
  if (isDry || touched(preview) === 0) {
    if (!globals.json) await listed(client, preview, io);
    return preview;
  }
  if (!isForced(options) && !globals.json) await listed(client, preview, io);
  const question = `${capital(planOf(preview, 'now'))}?`;
  if (!(await confirmed(question, options, globals, io))) {
    context.exitCode = exitCodes.failed;
    io.note('Nothing was changed.');
    return undefined;
  }
  return run({ ...wish, as_of: preview.asOf });
}

export function showRetained(result: RetentionResult, io: CliIo): void {
  const { dryRun, changeId } = result;
  if (touched(result) === 0) io.note('Nothing is old enough to be archived or deleted.');
  else if (dryRun) io.note(io.paint.dim(`Would ${planOf(result, 'now')}. Nothing was changed.`));
  else {
    const back = changeId === '' ? '' : ` Undo it: memory-bridge undo ${shortId(changeId)}`;
    io.note(io.paint.dim(`${capital(planOf(result, 'past'))}.${back}`));
  }
  if (result.kept > 0)
    io.note(
      io.paint.dim(
        saidOf(
          result.kept,
          'old enough stays: a session holds it, or it was brought back before.',
          'old enough stay: a session holds them, or they were brought back before.',
        ),
      ),
    );
}

export async function readUpkeepLog(client: MemoryClient): Promise<readonly UpkeepRecord[]> {
  return (await client.call(upkeepLogOperation, {})).result.entries;
}

export function showUpkeepLog(entries: readonly UpkeepRecord[], io: CliIo): void {
  if (entries.length === 0) return io.note('Nothing was done yet.');
  const now = Date.now();
  io.print(entries.map((entry) => describeUpkeep(entry, now)).join('\n'));
}

const touched = ({ archived, deleted, purged }: RetentionResult): number =>
  archived.count + deleted.count + purged.count;

/** `archive 3 resolved blockers, delete 2 conversations`. */
function planOf({ archived, deleted, purged }: RetentionResult, tense: 'now' | 'past'): string {
  const parts = [
    [archived.count, 'archive', 'archived', 'resolved blocker', ''],
    [deleted.count, 'delete', 'deleted', 'conversation', ''],
    [purged.count, 'remove', 'removed', 'deleted conversation', ' for good'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, present, past, what, rest]) => {
      const verb = tense === 'now' ? present : past;
      return `${verb} ${countOf(count, what)}${rest}`;
    })
    .join(', ');
}

/** What of it can be shown still: what is purged says nothing any more. */
async function listed(
  client: MemoryClient,
  { archived, deleted }: RetentionResult,
  io: CliIo,
): Promise<void> {
  for (const [title, { ids }] of [
    ['To archive', archived],
    ['To delete', deleted],
  ] as const) {
    if (ids.length === 0) continue;
    io.print(io.paint.bold(title));
    io.print(renderLines(await rowsOf(client, ids), io, { besides: '' }));
  }
}

async function rowsOf(client: MemoryClient, ids: readonly string[]) {
  const named = { only_ids: [...ids], dry_run: true };
  const { memories } = (await client.call(cleanupOperation, named)).result;
  const now = Date.now();
  return memories.map((each) => ({ ...each, age: ageLabel(each.createdAt, now) }));
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function optional<Name extends string, T>(name: Name, value: T | undefined): { [Key in Name]?: T } {
  return value === undefined ? {} : ({ [name]: value } as { [Key in Name]?: T });
}

import type { MemoryClient } from '../../../client/memoryClient.ts';
import { shortId } from '../../../core/shortId.ts';
import { ageLabel } from '../../../core/text/ageLabel.ts';
import type { InputOf, OutputOf } from '../../../protocol/operation.ts';
import { memoriesCounted, saidOf } from '../../../core/text/countOf.ts';
import type { RetentionResult } from '../../../protocol/retentionResult.ts';
import type { UpkeepRecord } from '../../../protocol/upkeepRecord.ts';
import { cleanupOperation } from '../../../protocol/operations/memories/cleanup.ts';
import type { CliIo } from '../../cliIo.ts';
import { type CommandRun, commandOf } from '../../commandOf.ts';
import { confirmed, isForced } from '../../confirm.ts';
import { exitCodes } from '../../exitCodes.ts';
import { renderLines } from '../../renderMemories.ts';
import { readUpkeepLog, retain, showRetained, showUpkeepLog } from '../upkeep/retainByAge.ts';
import { UsageError } from '../../usageError.ts';

type Verb = typeof cleanupOperation;
type Cleaned = OutputOf<Verb>;

/** What a run has come to: what was selected, what was old, or what was done so far. */
type Outcome =
  | { readonly kind: 'selected'; readonly result: Cleaned }
  | { readonly kind: 'retained'; readonly result: RetentionResult }
  | { readonly kind: 'log'; readonly result: readonly UpkeepRecord[] };

export const addCleanup = commandOf<Verb, Outcome>(
  cleanupOperation,
  (outcome, io, run) => {
    if (outcome.kind === 'selected') showCleaned(outcome.result, io, run);
    else if (outcome.kind === 'log') showUpkeepLog(outcome.result, io);
    else showRetained(outcome.result, io);
  },
  { complete, work, json: ({ result }) => result },
);

async function work(client: MemoryClient, run: CommandRun<Verb>): Promise<Outcome | undefined> {
  if (run.options['log'] === true) return { kind: 'log', result: await readUpkeepLog(client) };
  if (isByAge(run)) {
    const result = await retain(client, run, run.input.dry_run === true);
    return result && { kind: 'retained', result };
  }
  const result = await cleanUp(client, run);
  return result && { kind: 'selected', result };
}

const isNarrowed = ({
  only_ids: ids,
  older_than_days: age,
  category,
  status,
  scope,
}: InputOf<Verb>): boolean => [ids, age, category, status, scope].some((each) => each !== undefined);

/** Nothing is selected: the settings say what is old. */
const isByAge = ({ input }: CommandRun<Verb>): boolean => !input.all && !isNarrowed(input);

/** Ids may be written one after the other. An option for all of a project is no slip of the finger. */
async function complete(run: CommandRun<Verb>): Promise<InputOf<Verb>> {
  const { input, options, globals } = run;
  const { namedProject } = globals;
  const ids = input.only_ids?.flatMap((each) => each.split(/[,\s]+/)).filter((each) => each !== '');
  const days = [options['resolvedBlockersDays'], options['conversationsDays']];
  if (!isByAge(run) && days.some((each) => each !== undefined))
    throw new UsageError(
      '--resolved-blockers-days and --conversations-days go without a selection: run it twice.',
    );
  if (
    input.all === true &&
    !isNarrowed(input) &&
    isForced(options) &&
    input.dry_run !== true &&
    namedProject === undefined
  )
    throw new UsageError('With --all and --force the project has to be named: --project <p>.');
  return {
    ...input,
    ...(ids ? { only_ids: ids } : {}),
    ...(namedProject === undefined ? {} : { project: namedProject }),
  };
}

/** Shows what would go, asks, and then deletes exactly that. */
async function cleanUp(client: MemoryClient, run: CommandRun<Verb>): Promise<Cleaned | undefined> {
  const { input, options, globals, callOptions, context } = run;
  const { io } = context;
  const { result: preview } = await client.call(cleanupOperation, { ...input, dry_run: true }, callOptions);
  if (input.dry_run === true || preview.memories.length === 0) return preview;
  const isAsking = !isForced(options);
  if (isAsking && !globals.json) listed(preview, io);
  const question = `Delete ${memoriesCounted(preview.memories.length)} of ${placeOf(preview)}?`;
  if (!(await confirmed(question, options, globals, io))) {
    context.exitCode = exitCodes.failed;
    io.note('Nothing was deleted.');
    return undefined;
  }
  const { result } = await client.call(
    cleanupOperation,
    { only_ids: preview.memories.map(({ id }) => id) },
    callOptions,
  );
  return { ...result, total: preview.total };
}

function showCleaned(result: Cleaned, io: CliIo, { input, options }: CommandRun<Verb>): void {
  const { memories, total, changeId } = result;
  if (memories.length === 0) return io.note('Nothing to delete.');
  const isDry = input.dry_run === true;
  if (isDry || isForced(options)) listed(result, io);
  io.note(
    io.paint.dim(
      isDry
        ? `Would delete ${memoriesCounted(memories.length)}. Nothing was deleted.`
        : `Deleted ${memoriesCounted(memories.length)}. Undo it: memory-bridge undo ${shortId(changeId)}`,
    ),
  );
  if (total > memories.length)
    io.note(`${saidOf(total - memories.length, 'more fits', 'more fit')}: run it again after this.`);
}

function listed({ memories, project }: Cleaned, io: CliIo): void {
  const now = Date.now();
  const shown = memories.map((each) => ({ ...each, age: ageLabel(each.createdAt, now) }));
  io.print(renderLines(shown, io, { besides: project }));
}

const placeOf = ({ project }: Cleaned): string => project ?? 'all projects';

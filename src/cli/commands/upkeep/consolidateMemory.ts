import type { MemoryClient } from '../../../client/memoryClient.ts';
import { shortId } from '../../../core/shortId.ts';
import { ageLabel } from '../../../core/text/ageLabel.ts';
import { memoriesCounted } from '../../../core/text/countOf.ts';
import { describeJob } from '../../../protocol/describeJob.ts';
import type { OutputOf } from '../../../protocol/operation.ts';
import { applyConsolidationOperation } from '../../../protocol/operations/upkeep/applyConsolidation.ts';
import { consolidateMemoryOperation } from '../../../protocol/operations/upkeep/consolidateMemory.ts';
import { getConsolidationOperation } from '../../../protocol/operations/upkeep/getConsolidation.ts';
import type { CliIo } from '../../cliIo.ts';
import { type CommandRun, commandOf } from '../../commandOf.ts';
import { isForced } from '../../confirm.ts';
import { exitCodes } from '../../exitCodes.ts';
import { renderLines } from '../../renderMemories.ts';
import { UsageError } from '../../usageError.ts';

type Verb = typeof consolidateMemoryOperation;
type Report = OutputOf<typeof getConsolidationOperation>;
type Applied = OutputOf<typeof applyConsolidationOperation>;

interface Outcome {
  readonly report: Report;
  /** Undefined where nothing was to be applied, or nobody said yes. */
  readonly applied: Applied | undefined;
}

/** What the report says in one answer. */
const mostGroups = 1_000;

export const addConsolidate = commandOf<Verb, Outcome>(consolidateMemoryOperation, showOutcome, {
  work: consolidate,
});

/** Looks, shows what it has found, and does what is chosen of it. */
async function consolidate(client: MemoryClient, run: CommandRun<Verb>): Promise<Outcome> {
  const { context, globals, options } = run;
  const isDry = options['dryRun'] === true;
  const { io } = context;
  const report = await look(client, run);
  const { job, groups } = report;
  const isQuiet = globals.json || groups.length === 0;
  if (!isQuiet) showGroups(report, io);
  const named = namedGroups(options['apply'], report);
  const mayChoose = io.isInteractive && !globals.json && !isDry;
  const numbers =
    options['all'] === true ? numbersOf(report) : (named ?? (mayChoose ? await choose(report) : []));
  if (job === null || numbers.length === 0) return { report, applied: undefined };
  const keep = options['keep'];
  const wish = { job_id: job, groups: numbers, ...(typeof keep === 'string' ? { keep_id: keep } : {}) };
  const { result: plan } = await client.call(
    applyConsolidationOperation,
    { ...wish, dry_run: true },
    run.callOptions,
  );
  if (isDry || plan.done.length === 0) return { report, applied: plan };
  if (!(await agreed(run, plan))) {
    context.exitCode = exitCodes.failed;
    io.note('Nothing was changed.');
    return { report, applied: undefined };
  }
  const { result: applied } = await client.call(applyConsolidationOperation, wish, run.callOptions);
  return { report, applied };
}

async function look(
  client: MemoryClient,
  { input, callOptions, context: { io } }: CommandRun<Verb>,
): Promise<Report> {
  const { finishJob } = await import('../../finishJob.ts');
  const { result: begun } = await client.call(consolidateMemoryOperation, input, callOptions);
  await finishJob(client, begun.job, io, (news) => io.progress?.(describeJob(news)));
  const asked = { job_id: begun.job, limit: mostGroups };
  return (await client.call(getConsolidationOperation, asked, callOptions)).result;
}

const numbersOf = ({ groups }: Report): number[] =>
  groups.filter(({ action }) => action !== 'none').map(({ group }) => group);

/** Groups by their numbers, or all of a kind. */
function namedGroups(said: unknown, { groups }: Report): number[] | undefined {
  if (!Array.isArray(said)) return undefined;
  const names = said.flatMap((each) => String(each).split(/[,\s]+/)).filter((each) => each !== '');
  return names.flatMap((name) => {
    const found = groups.filter(({ group, kind }) => String(group) === name || kind === name);
    if (found.length === 0 && !/^(?:stale|duplicate|contradiction|orphan)$/.test(name))
      throw new UsageError(`--apply takes the number of a group, or a kind, not "${name}".`);
    return found.map(({ group }) => group);
  });
}

async function choose(report: Report): Promise<number[]> {
  const open = report.groups.filter(({ action }) => action !== 'none');
  if (open.length === 0) return [];
  const { multiselect, isCancel } = await import('@clack/prompts');
  const chosen = await multiselect({
    message: 'What shall be done? Space selects, Enter goes on.',
    options: open.map(({ group, why, proposal, memories }) => ({
      value: group,
      label: `${group}. ${why}: ${proposal} (${memories.length})`,
    })),
    required: false,
  });
  return isCancel(chosen) ? [] : chosen;
}

async function agreed({ options, globals, context }: CommandRun<Verb>, plan: Applied): Promise<boolean> {
  if (isForced(options)) return true;
  const { confirmed } = await import('../../confirm.ts');
  return confirmed(`Change ${memoriesCounted(plan.done.length)}?`, options, globals, context.io);
}

export function showOutcome({ report, applied }: Outcome, io: CliIo, { options }: CommandRun<Verb>): void {
  const { groups, looked, isCut } = report;
  if (groups.length === 0) return io.note(`Nothing to consolidate among ${memoriesCounted(looked)}.`);
  if (applied) {
    if (options['dryRun'] === true)
      io.note(io.paint.dim(`Would change ${memoriesCounted(applied.done.length)}. Nothing was changed.`));
    else if (applied.changeId !== '')
      io.note(
        io.paint.dim(
          `Changed ${memoriesCounted(applied.done.length)}. Undo it: memory-bridge undo ${shortId(applied.changeId)}`,
        ),
      );
    if (applied.left > 0)
      io.note(io.paint.dim(`${memoriesCounted(applied.left)} changed since the look, and left.`));
  } else io.note(io.paint.dim('Do it: memory-bridge consolidate --apply <group>, or --all.'));
  if (isCut) io.note(io.paint.dim('There is more: run it again after this.'));
}

function showGroups({ groups }: Report, io: CliIo): void {
  const now = Date.now();
  for (const { group, kind, why, proposal, memories } of groups) {
    io.print(`${io.paint.bold(`${group}. ${why}`)}  ${io.paint.dim(kind)}`);
    const rows = memories.map((each) => ({ ...each, age: ageLabel(each.createdAt, now) }));
    io.print(renderLines(rows, io));
    io.print(io.paint.dim(`   Proposed: ${proposal}.`));
  }
}

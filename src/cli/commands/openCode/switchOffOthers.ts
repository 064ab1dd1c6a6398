import type { SwitchOffPlan } from '../../../setup/peers/planSwitchOff.ts';
import type { GlobalOptions } from '../../cliContext.ts';
import type { CliIo } from '../../cliIo.ts';
import { confirmed } from '../../confirm.ts';
import { coloured } from './colouredDiff.ts';

interface SwitchOptions {
  readonly print?: boolean;
  readonly force?: boolean;
  readonly yes?: boolean;
}

interface Run {
  readonly io: CliIo;
  readonly globals: GlobalOptions;
  readonly home: string;
}

export const switchOffCommand = 'memory-bridge setup opencode --switch-off-others';

/** Entries of other memories in the configuration of OpenCode, with what would switch them off. */
export async function plansFor({ io, globals, home }: Run): Promise<SwitchOffPlan[]> {
  const { planSwitchOff } = await import('../../../setup/peers/planSwitchOff.ts');
  return planSwitchOff({ home, folder: globals.namedProject ?? io.cwd, environment: io.env });
}

/** `setup opencode --switch-off-others`: shows the changes, asks, and writes them with backups. */
export async function switchOffOthers(run: Run, options: SwitchOptions): Promise<void> {
  const { io, globals } = run;
  const plans = await plansFor(run);
  if (plans.length === 0) {
    if (globals.json) return reportPlans(run, plans, false);
    return io.print('No other memory is connected to OpenCode here.');
  }
  if (!globals.json) showPlans(run, plans);
  const agreed = !options.print && (await confirmed('Switch them off?', options, globals, io, { refusal }));
  if (agreed) await applyPlans(run, plans);
  else if (!options.print && !globals.json) io.note('Nothing was written.');
  if (globals.json) reportPlans(run, plans, agreed);
}

const refusal = 'Nothing was written. Add --force to write this change without a question.';

/** At the end of a set-up: a person is asked, everybody else is told. */
export async function offerSwitchOff(run: Run): Promise<void> {
  const { io, globals } = run;
  const plans = await plansFor(run);
  if (plans.length === 0 || globals.json) return;
  io.print('');
  io.print('Other memories are connected to OpenCode as well, so agents are told two things:');
  for (const line of entryLines(plans)) io.print(`  ${line}`);
  if (!io.isInteractive)
    return io.note(`Nothing of theirs was changed. To switch them off: ${switchOffCommand}`);
  showPlans(run, plans);
  if (await confirmed('Switch them off, too?', {}, globals, io, { refusal })) await applyPlans(run, plans);
  else io.note(`They were left as they are. Later: ${switchOffCommand}`);
}

export const entryLines = (plans: readonly SwitchOffPlan[]): string[] =>
  plans.flatMap(({ entries }) =>
    entries.map(({ peer, kind, name, file }) =>
      kind === 'server'
        ? `${peer.title}: the MCP server "${name}" in ${file}`
        : `${peer.title}: the plugin "${name}" in ${file}`,
    ),
  );

function showPlans({ io }: Run, plans: readonly SwitchOffPlan[]): void {
  for (const { diff } of plans) io.print(coloured(diff, io.paint));
}

async function applyPlans({ io, globals }: Run, plans: readonly SwitchOffPlan[]): Promise<void> {
  const { applyFileChange } = await import('../../../setup/openCode/applyOpenCodeSetup.ts');
  for (const plan of plans) {
    await applyFileChange(plan);
    if (globals.json) continue;
    io.print(`Written to ${plan.path}.`);
    io.print(io.paint.dim(`The previous version is in ${plan.backupPath}.`));
  }
  if (globals.json) return;
  io.print('They are off from the next start of OpenCode. Their data stays where it is.');
  io.print(io.paint.dim(`Undo it: ${switchOffCommand} --undo`));
}

/** `--undo`: the files as they were before the last time that something was switched off. */
export async function switchOnOthers({ io, globals, home }: Run): Promise<void> {
  const [{ openCodeFiles }, { undoOpenCodeSetup }, { readRecords }] = await Promise.all([
    import('../../../setup/peers/peerEntries.ts'),
    import('../../../setup/openCode/applyOpenCodeSetup.ts'),
    import('../../../setup/openCode/setupRecords.ts'),
  ]);
  const restored: string[] = [];
  for (const path of await openCodeFiles(globals.namedProject ?? io.cwd, io.env)) {
    const [last] = await readRecords(home, path);
    if (last?.action !== 'switch_off') continue;
    await undoOpenCodeSetup({ home, path });
    restored.push(path);
  }
  if (globals.json)
    return io.print(JSON.stringify({ undone: restored.length > 0, paths: restored }, undefined, 2));
  for (const path of restored) io.print(`Restored ${path}.`);
  if (restored.length === 0)
    io.print('Nothing that was switched off is on record, so there is nothing to undo.');
}

function reportPlans({ io }: Run, plans: readonly SwitchOffPlan[], written: boolean): void {
  const changes = plans.map(({ path, diff, backupPath, entries }) => ({
    path,
    diff,
    backupPath,
    entries: entries.map(({ peer, kind, name }) => ({ of: peer.title, kind, name })),
  }));
  io.print(JSON.stringify({ changes, written }, undefined, 2));
}

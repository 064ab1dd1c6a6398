import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import type { MemoryClient } from '../../../client/memoryClient.ts';
import type { OpenCodeSetupPlan } from '../../../setup/openCode/planOpenCodeSetup.ts';
import type { VerifiedSetup } from '../../../setup/openCode/verifyOpenCodeSetup.ts';
import { version } from '../../../core/product.ts';
import { type CliContext, type GlobalOptions, globalOptionsOf } from '../../cliContext.ts';
import type { CliIo } from '../../cliIo.ts';
import { addForce, confirmed } from '../../confirm.ts';
import { exitCodes } from '../../exitCodes.ts';
import { UsageError } from '../../usageError.ts';
import { openDirectory, withMemory } from '../../withMemory.ts';
import { coloured } from './colouredDiff.ts';
import { offerSwitchOff, switchOffOthers, switchOnOthers } from './switchOffOthers.ts';

interface SetupOptions {
  readonly global?: boolean;
  readonly projectConfig?: boolean;
  readonly remote?: boolean;
  readonly remove?: boolean;
  readonly undo?: boolean;
  readonly print?: boolean;
  readonly verify?: boolean;
  readonly force?: boolean;
  readonly yes?: boolean;
  readonly replace?: boolean;
  readonly downgrade?: boolean;
  readonly switchOffOthers?: boolean;
}

export function addSetup(program: Command, context: CliContext): void {
  const setup = program.command('setup').summary('connect other programs to memory');
  const openCode = setup
    .command('opencode')
    .summary('connect OpenCode')
    .description(
      'Add memory to the configuration of OpenCode after showing the change. A backup is kept, and the ' +
        'connection is tested afterwards.',
    )
    .option('--global', 'for all your projects (the default)')
    .option('--project-config', 'only for the project in the current directory')
    .option('--remote', 'by URL and token instead of a command: needs a running server or editor')
    .option('--remove', 'remove memory from the configuration')
    .option('--undo', 'restore the file to what it was before the last setup')
    .option('--print', 'show the change and write nothing')
    .option('--verify', 'only test the connection that is configured')
    .option(
      '--switch-off-others',
      'switch off other memories that OpenCode starts; --undo switches them on again',
    )
    .option('--replace', 'replace an MCP server named "memory" that belongs to something else')
    .option('--downgrade', 'make the launcher run this version even if a newer one is installed')
    .addHelpText(
      'after',
      `
Examples:
  $ memory-bridge setup opencode
  $ memory-bridge setup opencode --project-config --force
  $ memory-bridge setup opencode --switch-off-others
  $ memory-bridge setup opencode --remove`,
    );
  addForce(openCode).action(async (options: SetupOptions, command: Command) => {
    checkOptions(options);
    await new OpenCodeSetup(context, globalOptionsOf(command, context.io), options).run();
  });
}

function checkOptions({ switchOffOthers, ...options }: SetupOptions): void {
  const { global, projectConfig, remove, undo, print, verify } = options;
  if (switchOffOthers && (remove || verify))
    throw new UsageError('--switch-off-others works alone, or with --print, --undo or --force.');
  if (global && projectConfig) throw new UsageError('Choose one of --global and --project-config.');
  const modes = Object.entries({ '--remove': remove, '--undo': undo, '--verify': verify }).filter(
    ([, on]) => on,
  );
  if (modes.length > 1) throw new UsageError(`Choose one of ${modes.map(([name]) => name).join(' and ')}.`);
  if (print && (undo || verify)) throw new UsageError('--print only works with adding or removing.');
}

/** One run of `setup opencode`. */
class OpenCodeSetup {
  readonly #context: CliContext;
  readonly #globals: GlobalOptions;
  readonly #options: SetupOptions;
  readonly #io: CliIo;

  constructor(context: CliContext, globals: GlobalOptions, options: SetupOptions) {
    this.#context = context;
    this.#globals = globals;
    this.#options = options;
    this.#io = context.io;
  }

  async run(): Promise<void> {
    const { home } = await openDirectory(this.#globals, this.#io);
    const run = { io: this.#io, globals: this.#globals, home };
    if (this.#options.switchOffOthers)
      return this.#options.undo ? switchOnOthers(run) : switchOffOthers(run, this.#options);
    if (this.#options.undo) return this.#undo(home);
    if (this.#options.verify) return this.#verifyOnly();
    const plan = await this.#plan(home);
    this.#show(plan);
    if (this.#options.print || (plan.action === 'none' && this.#options.remove))
      return this.#report(plan, false);
    if (plan.action !== 'none') {
      const { assertWritable } = await import('../../../setup/openCode/configAccess.ts');
      await assertWritable(plan.path);
    }
    const agreed = plan.action === 'none' || (await this.#agree(plan));
    if (!agreed) return this.#report(plan, false);
    // Before the configuration names it, and again when nothing is to be written: this is how it is repaired.
    if (!this.#options.remove) await this.#installLauncher(home);
    const { applyOpenCodeSetup } = await import('../../../setup/openCode/applyOpenCodeSetup.ts');
    await applyOpenCodeSetup(plan, { replaceForeign: plan.foreign !== null });
    if (this.#options.remove) return this.#report(plan, true);
    this.#say(plan.action === 'none' ? '' : `Written to ${plan.path}.`);
    if (plan.backupPath !== null)
      this.#say(this.#io.paint.dim(`The previous version is in ${plan.backupPath}.`));
    this.#report(plan, true, await this.#verify(plan.path, plan.folder));
    await offerSwitchOff(run);
  }

  async #plan(home: string): Promise<OpenCodeSetupPlan> {
    const { planOpenCodeSetup } = await import('../../../setup/openCode/planOpenCodeSetup.ts');
    const { remote = false, remove = false, projectConfig } = this.#options;
    return planOpenCodeSetup({
      scope: projectConfig ? 'project' : 'global',
      form: remote ? 'remote' : 'local',
      remove,
      home,
      folder: this.#globals.namedProject ?? this.#io.cwd,
      environment: this.#io.env,
      ...(remote && !remove ? { port: await this.#port() } : {}),
    });
  }

  /** The remote form names the port and the token file, so both have to be there before. */
  async #port(): Promise<number> {
    const ask = async (client: MemoryClient) => {
      const { memoryStatusOperation } = await import('../../../protocol/operations/system/memoryStatus.ts');
      return (await client.call(memoryStatusOperation, {})).result.port;
    };
    return withMemory(this.#globals, this.#io, ask, { mayBegin: true });
  }

  #show(plan: OpenCodeSetupPlan): void {
    if (this.#globals.json) return;
    const { paint } = this.#io;
    if (plan.diff === '')
      this.#io.print(
        this.#options.remove
          ? `Nothing to remove from ${plan.path}.`
          : `Nothing to change: ${plan.path} already has it.`,
      );
    else this.#io.print(coloured(plan.diff, paint));
    for (const warning of plan.warnings) this.#io.note(paint.yellow(`Note: ${warning}`));
    if (!this.#options.remove)
      this.#io.note(
        'What you and OpenCode say to each other is read into memory from the database of OpenCode. It stays on this machine and is deleted after 180 days. Switch off: memory-bridge conversations opencode --off',
      );
  }

  async #agree(plan: OpenCodeSetupPlan): Promise<boolean> {
    const isForeign = plan.foreign !== null;
    return confirmed(
      isForeign ? 'Replace the existing server?' : `Write this to ${plan.path}?`,
      // A server of somebody else is another matter than the change that was asked for.
      isForeign && !this.#options.replace ? {} : this.#options,
      this.#globals,
      this.#io,
      {
        initial: !isForeign,
        refusal: isForeign
          ? `${plan.path} has an MCP server named "memory" that belongs to something else. Add --replace --force to replace it. Nothing was written.`
          : 'Nothing was written. Add --force to write this change without a question.',
      },
    );
  }

  async #installLauncher(home: string): Promise<void> {
    const { refreshLauncher } = await import('../../../setup/launcher.ts');
    await refreshLauncher({
      home,
      dist: dirname(fileURLToPath(import.meta.url)),
      version,
      runtime: process.execPath,
      isEditor: process.versions['electron'] !== undefined,
      downgrade: this.#options.downgrade ?? false,
    });
  }

  async #verify(path: string, folder: string): Promise<VerifiedSetup | undefined> {
    const { verifyOpenCodeSetup } = await import('../../../setup/openCode/verifyOpenCodeSetup.ts');
    const verify = () => verifyOpenCodeSetup({ path, folder, environment: this.#io.env });
    try {
      // The remote form needs somebody to serve; this command does it while nobody else does.
      const verified = await (this.#options.remote
        ? withMemory(this.#globals, this.#io, async (client) => {
            const { memoryStatusOperation } =
              await import('../../../protocol/operations/system/memoryStatus.ts');
            const { result } = await client.call(memoryStatusOperation, {});
            if (result.pid === process.pid)
              this.#io.note(
                this.#io.paint.yellow(
                  'Note: no memory server is running. This form works only while an editor or "memory-bridge serve" is running.',
                ),
              );
            return verify();
          })
        : verify());
      this.#say(this.#io.paint.green(`OpenCode can reach the memory: ${verified.tools.length} tools.`));
      return verified;
    } catch (error) {
      this.#context.exitCode = exitCodes.failed;
      this.#io.note(`memory-bridge: ${error instanceof Error ? error.message : String(error)}`);
      if (!this.#options.verify) this.#io.note('Undo it: memory-bridge setup opencode --undo');
      return undefined;
    }
  }

  async #verifyOnly(): Promise<void> {
    const { readMemoryEntry } = await import('../../../setup/openCode/readMemoryEntry.ts');
    const folder = this.#globals.namedProject ?? this.#io.cwd;
    const entry = await readMemoryEntry({ folder, environment: this.#io.env });
    if (!entry)
      throw new UsageError(
        'OpenCode has no MCP server named "memory" yet. Run: memory-bridge setup opencode',
      );
    const verified = await this.#verify(entry.path, folder);
    if (this.#globals.json)
      this.#io.print(JSON.stringify({ path: entry.path, verified: verified ?? null }, undefined, 2));
  }

  async #undo(home: string): Promise<void> {
    const [{ findOpenCodeConfig }, { undoOpenCodeSetup }] = await Promise.all([
      import('../../../setup/openCode/findOpenCodeConfig.ts'),
      import('../../../setup/openCode/applyOpenCodeSetup.ts'),
    ]);
    const scope = this.#options.projectConfig ? 'project' : 'global';
    const { path } = await findOpenCodeConfig(
      scope,
      this.#globals.namedProject ?? this.#io.cwd,
      this.#io.env,
    );
    const { deleted } = await undoOpenCodeSetup({ home, path });
    if (this.#globals.json) this.#io.print(JSON.stringify({ path, undone: true, deleted }, undefined, 2));
    else this.#io.print(deleted ? `Deleted ${path}, which the setup had created.` : `Restored ${path}.`);
  }

  #report(plan: OpenCodeSetupPlan, applied: boolean, verified?: VerifiedSetup): void {
    const { action, path, diff, backupPath, warnings } = plan;
    const written = applied && action !== 'none';
    if (this.#globals.json)
      this.#io.print(
        JSON.stringify(
          { action, path, diff, backupPath, warnings, written, verified: verified ?? null },
          undefined,
          2,
        ),
      );
    else if (written && this.#options.remove)
      this.#io.print(
        plan.after === null ? `Deleted ${path}, which the setup had created.` : `Removed from ${path}.`,
      );
    else if (!written && action !== 'none' && !this.#options.print) this.#io.note('Nothing was written.');
  }

  #say(text: string): void {
    if (!this.#globals.json && text !== '') this.#io.print(text);
  }
}

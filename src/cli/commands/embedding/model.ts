import path from 'node:path';
import type { Command } from 'commander';
import { MemoryBridgeError } from '../../../core/errors.ts';
import { type CliContext, globalOptionsOf } from '../../cliContext.ts';
import { exitCodes } from '../../exitCodes.ts';
import { formatBytes } from '../../renderMemories.ts';
import { downloadNews } from './modelProgress.ts';
import { ModelSession } from './modelSession.ts';
import { addUseCommand } from './modelUse.ts';

/** `memory-bridge model …`: which embedder makes the vectors, and the files of local models. */
export function addModel(program: Command, context: CliContext): void {
  const model = program
    .command('model')
    .summary('choose the embedding model, and download models')
    .addHelpText(
      'after',
      `
Examples:
  $ memory-bridge model use local          # all-MiniLM-L6-v2 on this computer, a download of 23 MB
  $ memory-bridge model use ollama --model nomic-embed-text
  $ memory-bridge model import /media/stick/all-MiniLM-L6-v2
  $ memory-bridge model use built-in       # no download, nothing to set up`,
    );
  addList(model, context);
  addDownload(model, context);
  addImport(model, context);
  addRemove(model, context);
  addUseCommand(model, context);
}

function addList(model: Command, { io }: CliContext): void {
  model
    .command('list')
    .summary('show the embedder in use and the models on this computer')
    .action(async (_options: object, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const session = await ModelSession.open(globals, io, { mayBegin: false });
      const [models, facts] = [await session.files.list(), session.facts()];
      const { settings } = session;
      if (globals.json)
        return io.print(JSON.stringify({ embedder: settings, sendsTo: facts.sendsTo, models }, undefined, 2));
      io.print(`In use: ${settings.provider}${settings.provider === 'built-in' ? '' : `, ${facts.model}`}`);
      io.print(io.paint.dim(facts.privacy));
      const words = { ready: 'ready', partial: 'incomplete', missing: 'not downloaded' };
      for (const { name, bytes, state, bytesPresent } of models) {
        const part =
          state === 'partial' ? `${formatBytes(bytesPresent)} of ${formatBytes(bytes)}` : formatBytes(bytes);
        io.print(`${io.paint.cyan(name)}  ${words[state]}  ${io.paint.dim(part)}`);
      }
    });
}

function addDownload(model: Command, { io }: CliContext): void {
  model
    .command('download')
    .summary('download a local model, or resume a download')
    .argument('[name]', 'model (default: the one in the settings, or all-MiniLM-L6-v2)')
    .option('--mirror <address>', 'where to download from, this time only')
    .option('--proxy <address>', 'HTTP proxy, this time only (default: the setting, or HTTPS_PROXY)')
    .action(
      async (name: string | undefined, options: { mirror?: string; proxy?: string }, command: Command) => {
        const globals = globalOptionsOf(command, io);
        const session = await ModelSession.open(globals, io, options);
        const news = downloadNews(io, globals.json);
        const found = await stoppable((signal) =>
          session.files.download(name, {
            mirror: options.mirror,
            proxy: options.proxy,
            signal,
            onProgress: news.progress,
            onWait: news.waiting,
          }),
        ).finally(news.end);
        await session.announce();
        if (globals.json) return io.print(JSON.stringify(found, undefined, 2));
        io.print(`${found.name} is ready, ${formatBytes(found.bytes)} in ${found.folder}.`);
        if (session.settings.provider !== 'local')
          io.note(io.paint.dim('Use it: memory-bridge model use local'));
      },
    );
}

function addImport(model: Command, context: CliContext): void {
  const { io } = context;
  model
    .command('import')
    .summary('import a model from files and folders')
    .description(
      'Import a model from files and folders, for computers without internet access. Files are recognized by ' +
        'their content and verified. Any model other than all-MiniLM-L6-v2 needs its manifest.',
    )
    .argument('<paths...>', 'files and folders, in any order')
    .option('--model <name>', 'model (default: the one in the manifest, or the one the files belong to)')
    .option('--use', 'use the model once it is complete')
    .action(async (sources: string[], options: { model?: string; use?: boolean }, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const session = await ModelSession.open(globals, io);
      const paths = sources.map((source) => path.resolve(io.cwd, source));
      const found = await stoppable((signal) => session.files.import(options.model, paths, signal));
      const { name, missing, pointers } = found;
      if (missing.length === 0 && options.use)
        await session.use({ provider: 'local', manifest: found.manifest });
      else await session.announce();
      if (missing.length > 0) context.exitCode = exitCodes.failed;
      if (globals.json) return io.print(JSON.stringify(found, undefined, 2));
      if (missing.length === 0) {
        io.print(`${name} is ready, ${formatBytes(found.bytes)} in ${found.folder}.`);
        if (!options.use && session.files.inUse !== name)
          io.note(io.paint.dim(`Use it: memory-bridge model use local --model ${name}`));
        return;
      }
      io.note(`memory-bridge: Imported. ${name} is still missing: ${missing.join(', ')}.`);
      for (const pointer of pointers)
        io.note(
          `${pointer} is a Git LFS pointer, not the file itself. Run "git lfs pull" in the folder it comes from.`,
        );
    });
}

function addRemove(model: Command, { io }: CliContext): void {
  model
    .command('remove')
    .summary('delete the files of a local model')
    .argument('[name]', 'model (default: the one in the settings, or all-MiniLM-L6-v2)')
    .action(async (name: string | undefined, _options: object, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const session = await ModelSession.open(globals, io);
      const found = await session.files.look(name);
      if (session.files.inUse === found.name)
        throw new MemoryBridgeError(
          'conflict',
          `${found.name} is in use. First choose another embedder: memory-bridge model use built-in`,
        );
      const freed = await session.files.remove(name);
      if (globals.json) return io.print(JSON.stringify({ name: found.name, freed }, undefined, 2));
      io.print(
        freed === 0
          ? `${found.name} is not on this computer.`
          : `Removed ${found.name} and freed ${formatBytes(freed)}.`,
      );
    });
}

/** Ctrl+C ends the work in order: what has been fetched stays. */
async function stoppable<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const stopped = () =>
    stop.abort(new MemoryBridgeError('unavailable', 'Stopped. Run it again to resume the download.'));
  process.once('SIGINT', stopped).once('SIGTERM', stopped);
  try {
    return await work(stop.signal);
  } finally {
    process.off('SIGINT', stopped).off('SIGTERM', stopped);
  }
}

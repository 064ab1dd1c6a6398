import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { embedderProviders } from '../../../protocol/embedderProviders.ts';
import type { EmbedderSettings } from '../../../protocol/embedderSettings.ts';
import { type CliContext, type GlobalOptions, globalOptionsOf } from '../../cliContext.ts';
import type { CliIo } from '../../cliIo.ts';
import { addForce, confirmed } from '../../confirm.ts';
import { parseCount } from '../../optionParser.ts';
import { formatBytes } from '../../renderMemories.ts';
import { UsageError } from '../../usageError.ts';
import { ModelSession } from './modelSession.ts';

interface UseOptions {
  readonly model?: string;
  readonly baseUrl?: string;
  readonly dimensions?: number;
  readonly mirror?: string;
  readonly proxy?: string;
  readonly manifest?: string;
  readonly force?: boolean;
  readonly yes?: boolean;
}

export function addUseCommand(model: Command, { io }: CliContext): void {
  const use = model
    .command('use')
    .summary('choose the embedder')
    .description(
      'Choose what finds memories by meaning. All memories are indexed again in the background; until then, the ' +
        'previous vectors are used. Keys are never given here: set OPENAI_API_KEY, VOYAGE_API_KEY or MEMORY_BRIDGE_EMBEDDING_KEY.',
    )
    .argument('<provider>', `one of ${embedderProviders.join(', ')}`)
    .option('--model <name>', 'model to use from the provider')
    .option('--base-url <address>', 'address of the API, for example http://127.0.0.1:1234/v1')
    .option(
      '--dimensions <n>',
      'number of dimensions, for models that can shorten their vectors',
      parseCount('--dimensions', 8192),
    )
    .option('--mirror <address>', 'where models are downloaded from')
    .option('--proxy <address>', 'HTTP proxy for downloads and APIs')
    .option('--manifest <file>', 'JSON that describes another local model: sizes and SHA-256 of its files');
  addForce(use, 'do not ask before text is sent to another computer').action(
    async (provider: string, options: UseOptions, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const settings = await settingsOf(provider, options, io);
      const session = await ModelSession.open(globals, io);
      const wanted = await session.files.described(settings);
      const facts = session.facts(wanted);
      if (facts.sendsTo !== null) await ask(facts.privacy, options, globals, io);
      await session.use(wanted);
      if (globals.json) return io.print(JSON.stringify({ embedder: wanted, ...facts }, undefined, 2));
      io.print(`Chosen: ${provider}${provider === 'built-in' ? '' : `, ${facts.model}`}. ${facts.privacy}`);
      if (facts.downloadBytes !== null && !(await session.isHere(wanted)))
        io.note(
          io.paint.dim(
            `The memory server downloads ${formatBytes(facts.downloadBytes)}; to watch it: memory-bridge model download`,
          ),
        );
    },
  );
}

async function settingsOf(
  provider: string,
  { force: _force, yes: _yes, manifest, ...options }: UseOptions,
  io: CliIo,
): Promise<EmbedderSettings> {
  const { embedderSettingsSchema } = await import('../../../protocol/embedderSettings.ts');
  const parsed = embedderSettingsSchema.safeParse({
    provider,
    ...options,
    ...(manifest === undefined ? {} : { manifest: await readJson(path.resolve(io.cwd, manifest)) }),
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.map(String).join('.') ?? '';
  throw new UsageError(
    where === 'provider'
      ? `The provider is one of ${embedderProviders.join(', ')}, not "${provider}".`
      : `${where} is not valid: ${issue?.message ?? 'it cannot be read'}`,
  );
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new UsageError(
      `${file} cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** Before the first text leaves this computer somebody has said yes. */
async function ask(privacy: string, options: UseOptions, globals: GlobalOptions, io: CliIo): Promise<void> {
  const refusal = `${privacy} Nothing was changed. Add --force if that is what you want.`;
  if (!(await confirmed(`${privacy} Continue?`, options, globals, io, { refusal })))
    throw new UsageError('Nothing was changed.');
}

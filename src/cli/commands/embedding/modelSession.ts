import type { EmbedderSettings } from '../../../protocol/embedderSettings.ts';
import { addressProblem, proxyProblem } from '../../../core/safeAddress.ts';
import type { GlobalOptions } from '../../cliContext.ts';
import type { CliIo } from '../../cliIo.ts';
import type { ModelFiles } from '../../modelFiles.ts';
import { UsageError } from '../../usageError.ts';
import { openDirectory, withMemory } from '../../withMemory.ts';

type FilesClass = typeof ModelFiles;

/** One command about models: the settings as the server has them, and the files. */
export class ModelSession {
  readonly settings: EmbedderSettings;
  readonly files: ModelFiles;
  readonly #globals: GlobalOptions;
  readonly #io: CliIo;
  readonly #filesOf: (settings: EmbedderSettings) => ModelFiles;
  readonly #class: FilesClass;

  private constructor(
    globals: GlobalOptions,
    io: CliIo,
    settings: EmbedderSettings,
    parts: { readonly class: FilesClass; readonly filesOf: (settings: EmbedderSettings) => ModelFiles },
  ) {
    this.#globals = globals;
    this.#io = io;
    this.#class = parts.class;
    this.#filesOf = parts.filesOf;
    this.settings = settings;
    this.files = parts.filesOf(settings);
  }

  static async open(
    globals: GlobalOptions,
    io: CliIo,
    {
      mirror,
      proxy,
      mayBegin = true,
    }: { readonly mirror?: string; readonly proxy?: string; readonly mayBegin?: boolean } = {},
  ): Promise<ModelSession> {
    const problem =
      (mirror === undefined ? undefined : addressProblem(mirror)) ??
      (proxy === undefined ? undefined : proxyProblem(proxy));
    if (problem !== undefined) throw new UsageError(problem);
    const [directory, { ModelFiles }, { configureOperation }, { networkOf }] = await Promise.all([
      openDirectory(globals, io),
      import('../../modelFiles.ts'),
      import('../../../protocol/operations/system/configure.ts'),
      import('../../../net/networkOf.ts'),
    ]);

    const { config } = await withMemory(
      globals,
      io,
      async (client) => (await client.call(configureOperation, {})).result,
      { mayBegin },
    );
    directory.prepare();
    const network = networkOf(io.env, () => config.network.offline);
    return new ModelSession(globals, io, config.embedder, {
      class: ModelFiles,
      filesOf: (settings) => new ModelFiles(directory, settings, network),
    });
  }

  /** What is to be known of the embedder in use, or of another one. */
  facts(settings = this.settings): ReturnType<FilesClass['factsOf']> {
    return this.#class.factsOf(settings);
  }

  /** The model that other settings want is here and genuine. */
  async isHere(settings: EmbedderSettings): Promise<boolean> {
    return (await this.#filesOf(settings).look()).state === 'ready';
  }

  async use(embedder: EmbedderSettings): Promise<void> {
    const { configureOperation } = await import('../../../protocol/operations/system/configure.ts');
    await withMemory(this.#globals, this.#io, (client) =>
      client.call(configureOperation, { set: { embedder } }),
    );
  }

  /** A server that waits for the files of its model hears that something has changed. */
  async announce(): Promise<void> {
    if (this.settings.provider === 'local') await this.use(this.settings);
  }
}

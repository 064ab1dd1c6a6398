import { networkOf } from '../../net/networkOf.ts';
import { configureOperation } from '../../protocol/operations/system/configure.ts';
import { formatBytes } from '../renderMemories.ts';
import { withMemory } from '../withMemory.ts';
import { type Check, type DoctorContext, fail, messageOf, ok, warn } from './check.ts';

/** What makes the vectors, where texts go for it, and whether its files are here and genuine. */
export async function checkEmbedder({ directory, globals, io }: DoctorContext): Promise<Check> {
  const name = 'Embedder';
  try {
    const [{ ModelFiles }, { result }] = await Promise.all([
      import('../modelFiles.ts'),
      withMemory(globals, io, (client) => client.call(configureOperation, {})),
    ]);
    const { embedder } = result.config;
    const facts = ModelFiles.factsOf(embedder);
    if (embedder.provider === 'built-in') return ok(name, 'built-in');
    if (embedder.provider !== 'local')
      return ok(name, `${embedder.provider}, ${facts.model}. ${facts.privacy}`);
    const files = new ModelFiles(directory, embedder, networkOf(io.env));
    const { state, bytes, bytesPresent, folder } = await files.look();
    if (state === 'ready') return ok(name, `${facts.model}, ${formatBytes(bytes)} in ${folder}, verified`);
    return warn(
      name,
      `${facts.model} is not downloaded yet: ${formatBytes(bytesPresent)} of ${formatBytes(bytes)}; the built-in model answers`,
      'Run: memory-bridge model download',
    );
  } catch (error) {
    return fail(name, messageOf(error), 'Run: memory-bridge model use built-in');
  }
}

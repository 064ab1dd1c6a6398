import { loadBuiltInEmbedder } from '../../../../src/embed/builtIn/loadBuiltInEmbedder.ts';
import type { Embedder } from '../../../../src/embed/embedder.ts';
import { tempDirectory } from '../../../../dev/files/tempDirectory.ts';
import { type SecondModel, ShippedRecall } from '../../shippedRecall.ts';
import { type Asker, bm25Asker, grepAsker } from './baselines.ts';
import { noteMemory, project } from './noteMemory.ts';
import type { QuestionSet } from './questionSet.ts';

/** How far down answers are looked at. */
export const depth = 20;

export type Methods = Readonly<Record<string, Asker>>;

/** Fills stores with the notes of a set, hands them to `work`, and removes them. Askers answer with keys of notes. */
export async function withMethods<T>(
  { notes, now }: Pick<QuestionSet, 'notes' | 'now'>,
  work: (methods: Methods) => Promise<T>,
  {
    embedder = loadBuiltInEmbedder(),
    second,
  }: { embedder?: Embedder; second?: SecondModel | undefined } = {},
): Promise<T> {
  await using temp = await tempDirectory('bench-recall');
  const memories = notes.map(noteMemory);
  const keys = new Map(memories.map(({ id }, index) => [id, notes[index]?.key ?? '']));
  const keyed =
    (ask: Asker): Asker =>
    async (query, limit) =>
      (await ask(query, limit)).map((id) => keys.get(id) ?? id);
  const bm25 = await bm25Asker(temp.join('bm25.db'), memories);
  const shipped = await ShippedRecall.open(temp.join('home'), { now, project, embedder, second });
  try {
    await shipped.fill(memories);
    const hybrid = keyed((query, limit) => shipped.hybrid(query, limit));
    if (second)
      return await work({
        hybrid,
        'model alone': keyed((query, limit) => shipped.nearestBySecond(query, limit)),
        'model instead': keyed((query, limit) => shipped.insteadOfWords(query, limit)),
        'with model': keyed((query, limit) => shipped.withSecond(query, limit)),
      });
    return await work({
      grep: keyed(grepAsker(memories)),
      BM25: keyed(bm25.ask),
      'words only': keyed((query, limit) => shipped.lexical(query, limit)),
      'vectors only': keyed((query, limit) => shipped.nearest(query, limit)),
      hybrid,
    });
  } finally {
    bm25.close();
    await shipped.close();
  }
}

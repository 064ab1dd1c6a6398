import { readFileSync } from 'node:fs';
import path from 'node:path';
import { BuiltInEmbedder } from '../../src/embed/builtIn/builtInEmbedder.ts';
import { readBuiltInModel } from '../../src/embed/builtIn/builtInModel.ts';
import { rankQuality } from './rankQuality.ts';
import type { RankedQuestion } from './rankQuality.ts';

const storeSizes = [150, 1000];

/** Prints what the committed model, or the one at the path given last, reaches on the benchmark's pairs by cosine alone. */
export async function run(root: string, args: readonly string[]): Promise<void> {
  const given = args.find((argument) => argument.endsWith('.bin'));
  // npm runs a script in the folder of its package, and says where it was asked for.
  const file =
    given === undefined
      ? path.join(root, 'models/built-in-1.bin')
      : path.resolve(process.env['INIT_CWD'] ?? '.', given);
  const embedder = new BuiltInEmbedder(readBuiltInModel(file));
  const data = path.join(root, 'tools/bench/data');
  const lines = (name: string) => readFileSync(path.join(data, name), 'utf8').split('\n').filter(Boolean);
  const pairs = (name: string) => lines(name).map((line) => line.split('\t') as [string, string]);
  const paraphrases = pairs('paraphrases.tsv');
  const store = [...new Set([...paraphrases.map(([, memory]) => memory), ...lines('distractors.txt')])];
  const rank = rankerOf(embedder, store);
  console.log('set                  notes    R@1    R@5   R@10    MRR');
  for (const [name, set] of [
    ['no shared word', paraphrases],
    ['one shared word', pairs('sharedWord.tsv')],
    ['exact words', pairs('exactWords.tsv')],
  ] as const) {
    const ranked = set.map(([question, memory]) => rank(question, memory));
    for (const size of storeSizes) {
      const { recallAt1, recallAt5, recallAt10, mrr } = rankQuality(ranked, size);
      const figures = [recallAt1, recallAt5, recallAt10, mrr]
        .map((value) => value.toFixed(3).padStart(6))
        .join(' ');
      console.log(`${name.padEnd(18)} ${String(size).padStart(7)} ${figures}`);
    }
  }
}

/** Ranks by cosine; ties count against the right note. */
function rankerOf(embedder: BuiltInEmbedder, store: readonly string[]) {
  const vectors = store.map((note) => embedder.embedOne(note));
  const places = new Map(store.map((note, place) => [note, place]));
  return (question: string, memory: string): RankedQuestion => {
    const right = places.get(memory);
    if (right === undefined) throw new Error(`The store lacks the note "${memory}".`);
    const query = embedder.embedOne(question);
    const scores = vectors.map((vector) =>
      vector.reduce((sum, value, at) => sum + value * (query[at] ?? 0), 0),
    );
    const least = scores[right] ?? 0;
    const better = scores.filter((score, place) => place !== right && score >= least).length;
    return { better, others: store.length - 1 };
  };
}

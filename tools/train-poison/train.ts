import path from 'node:path';
import { collect } from './collectParagraphs.ts';
import { readCorpora } from './corpora.ts';
import { exampleOf, type Example, readTexts } from './examples.ts';
import { judgeFamilies, judgeHands, shareAbove, thresholdOf } from './folds.ts';
import { Regression } from './regression.ts';

/** Harmless texts of hands that were left out, of which so many are held. */
const alarms = 0.01;
const usage = `--collect FILE REPOSITORY…   gathers paragraphs and commit messages of repositories
--hands PARAGRAPHS           leaves out one hand after the other, and tells what is found
--families PARAGRAPHS        leaves out one family after the other
--judge PARAGRAPHS FILE…     leaves out hands to set the threshold, learns from all, and judges other files`;

export function run(root: string, [command, file, ...rest]: readonly string[]): void {
  if (command === '--collect' && file !== undefined) return collect(rest, file);
  if (!['--hands', '--families', '--judge'].includes(command ?? '')) return console.log(usage);
  const examples = readCorpora(root, file)
    .map(exampleOf)
    .filter(({ instances }) => instances.length > 0);
  console.log(
    `${examples.length} texts, ${examples.filter(({ isAttack }) => isAttack).length} of them attacks`,
  );
  const leftOut = judgeHands(examples);
  const threshold = thresholdOf(leftOut, alarms);
  if (command === '--families') judgeFamilies(examples, threshold);
  if (command === '--judge') judge(examples, threshold, rest);
}

/** Learns from everything, and tells what of other files it holds. */
function judge(examples: readonly Example[], threshold: number, files: readonly string[]): void {
  const model = new Regression();
  model.train(examples);
  for (const file of files) {
    const judged = readTexts(file)
      .map(exampleOf)
      .map((example) => ({ example, score: model.scoreOf(example) }));
    console.log(`${path.basename(file)}: ${shareAbove(judged, threshold)} are held`);
  }
}

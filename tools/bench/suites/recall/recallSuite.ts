import type { Figure, Suite, SuiteContext } from '../../figure.ts';
import { measureSet } from './askQuestions.ts';
import { dataFiles } from './dataFiles.ts';
import { developerFigures } from './developerNotes.ts';
import { readGitRulings } from './gitRulings.ts';
import { longTextFigures } from './longTexts.ts';
import { readLocomo } from './locomo.ts';
import { nothingFigures, pairFigures } from './pairFigures.ts';
import { talkFigures } from './talkFigures.ts';

/** What the shipped recall is to reach with all questions of a LoCoMo half. */
const sessionTargets = { 'frac@5': 93, 'frac@10': 97, 'all@5': 88 };
const turnTargets = { 'frac@10': 82 };

const groups: Readonly<Record<string, (context: SuiteContext) => Promise<Figure[]>>> = {
  locomo: locomoFigures,
  rulings: rulingFigures,
  pairs: pairFigures,
  nothing: nothingFigures,
  developer: developerFigures,
  long: longTextFigures,
  talks: talkFigures,
};
export const recallSets: readonly string[] = Object.keys(groups);

export const recallSuite: Suite = {
  name: 'recall',
  async run(context) {
    const figures: Figure[] = [];
    for (const [name, measure] of Object.entries(groups))
      if (context.sets?.includes(name) ?? true) figures.push(...(await measure(context)));
    return figures;
  },
};

async function locomoFigures({ data, log, second }: SuiteContext): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { file, name } of await dataFiles(data, /^locomo-.*\.json$/)) {
    const sets = await readLocomo(file, name);
    log(`recall: ${name}: ${sets.remark}`);
    figures.push(...(await measureSet(sets.perSession, sessionTargets, second)));
    figures.push(...(await measureSet(sets.perTurn, turnTargets, second)));
  }
  return figures;
}

async function rulingFigures({ data, log, second }: SuiteContext): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { file, name } of await dataFiles(data, /^git-decisions-.*\.jsonl$/)) {
    log(`recall: ${name}`);
    figures.push(...(await measureSet(await readGitRulings(file, name), undefined, second)));
  }
  return figures;
}

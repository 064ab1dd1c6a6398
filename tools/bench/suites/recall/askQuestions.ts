import type { Figure } from '../../figure.ts';
import { depth, type Methods, withMethods } from './askedStore.ts';
import type { SecondModel } from '../../shippedRecall.ts';
import { bootstrapInterval, mean, type Scores, scoresOf } from './measures.ts';
import type { Question, QuestionSet } from './questionSet.ts';

/** Scores of each question by method, by question id; one entry for each time it was asked. */
export type Asked = Map<string, Map<string, Scores[]>>;

/** Least per cent that the shipped recall should reach, by measure. */
export type Targets = Readonly<Record<string, number>>;

/** The way of asking that the targets are about. */
const judged = 'hybrid';

/** Asks all questions in every way there is. Questions with no answer are left out: no measure is about them. */
export async function askAll(
  methods: Methods,
  questions: readonly Question[],
  single: boolean,
  into: Asked,
): Promise<void> {
  for (const [name, ask] of Object.entries(methods)) {
    const byQuestion = into.get(name) ?? new Map<string, Scores[]>();
    into.set(name, byQuestion);
    for (const { id, text, answers } of questions) {
      if (answers.length === 0) continue;
      const scores = scoresOf(await ask(text, depth), answers, single);
      byQuestion.set(id, [...(byQuestion.get(id) ?? []), scores]);
    }
  }
}

/** Per cent with intervals over the questions; what one question scored in several draws counts once, as its mean. */
export function figuresOf(
  subject: string,
  asked: Asked,
  { targets = {}, only }: { targets?: Targets | undefined; only?: ReadonlySet<string> } = {},
): Figure[] {
  return [...asked].flatMap(([by, byQuestion]) => {
    const questions = [...byQuestion].flatMap(([id, scores]) => (!only || only.has(id) ? [scores] : []));
    const names = Object.keys(questions[0]?.[0] ?? {});
    return names.map((name): Figure => {
      const values = questions.map((times) => mean(times.map((scores) => 100 * (scores[name] ?? 0))));
      const target = by === judged ? targets[name] : undefined;
      return {
        subject: `${subject} (${questions.length} questions)`,
        by,
        name,
        value: mean(values),
        unit: '%',
        interval: bootstrapInterval(values),
        ...(target === undefined ? {} : { target }),
      };
    });
  });
}

/** What is told of each kind of question; all measures of many kinds are too much to read. */
const kindMeasures: ReadonlySet<string> = new Set([
  'R@1',
  'R@5',
  'R@10',
  'frac@1',
  'frac@5',
  'frac@10',
  'all@5',
  'MRR',
]);

/** First all questions of a set, then each kind of them where there are several. */
export function kindFigures(set: QuestionSet, asked: Asked, targets?: Targets): Figure[] {
  const answered = set.questions.filter(({ answers }) => answers.length > 0);
  const kinds = [...new Set(answered.flatMap(({ kind }) => kind ?? []))];
  const idsOf = (kind: string) =>
    new Set(answered.filter((question) => question.kind === kind).map(({ id }) => id));
  return [
    ...figuresOf(set.name, asked, { targets }),
    ...kinds
      .flatMap((kind) => figuresOf(`${set.name}: ${kind}`, asked, { only: idsOf(kind) }))
      .filter(({ name }) => kindMeasures.has(name)),
  ];
}

/** One store, all its questions. */
export async function measureSet(
  set: QuestionSet,
  targets?: Targets,
  second?: SecondModel,
): Promise<Figure[]> {
  const asked: Asked = new Map();
  const single = set.questions.every(({ answers }) => answers.length <= 1);
  await withMethods(set, (methods) => askAll(methods, set.questions, single, asked), { second });
  return kindFigures(set, asked, targets);
}

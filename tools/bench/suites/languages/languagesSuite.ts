import type { Figure, Suite } from '../../figure.ts';
import { withMethods } from '../recall/askedStore.ts';
import { readDeveloperNotes } from '../recall/developerNotes.ts';
import { mean } from '../recall/measures.ts';
import { asOf, type LanguageQuestion, readLanguageNotes } from './languageNotes.ts';

/** How far down an answer counts. */
const shown = 5;
/** Least per cent of the questions of each language that find their note. */
const target = 95;

/** Whether notes in every script are found by words in it: all languages in one store, with English notes among them. */
export const languagesSuite: Suite = {
  name: 'languages',
  async run({ root, log }) {
    const { notes, questions } = await readLanguageNotes(root);
    const english = await readDeveloperNotes(root);
    const all = [...notes, ...english.notes];
    log(`languages: ${questions.length} questions, ${all.length} notes`);
    return withMethods({ notes: all, now: asOf }, async ({ hybrid }) => {
      if (!hybrid) throw new Error('Nothing ships.');
      const found = new Map<LanguageQuestion, number>();
      for (const question of questions)
        found.set(
          question,
          Number((await hybrid(question.text, shown)).some((key) => question.answers.includes(key))),
        );
      return figuresOf(found, all.length);
    });
  },
};

function figuresOf(found: ReadonlyMap<LanguageQuestion, number>, notes: number): Figure[] {
  const languages = [...new Set([...found.keys()].map(({ language }) => language))];
  const columns = [
    { by: 'half a', counts: ({ half }: LanguageQuestion) => half === 'a' },
    { by: 'half b', counts: ({ half }: LanguageQuestion) => half === 'b' },
    { by: 'all', counts: () => true },
  ];
  return languages.flatMap((language) =>
    columns.map(({ by, counts }): Figure => {
      const values = [...found].filter(([question]) => question.language === language && counts(question));
      return {
        subject: `any@${shown} among ${notes} notes`,
        name: language,
        by,
        value: 100 * mean(values.map(([, value]) => value)),
        unit: '%',
        ...(by === 'all' ? { target } : {}),
      };
    }),
  );
}

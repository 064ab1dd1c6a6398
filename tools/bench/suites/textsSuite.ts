import { limits } from '../../../src/protocol/limits.ts';
import { answered, cpuTime } from '../../../dev/texts/growth.ts';
import { excusedFunctions } from '../../../dev/texts/excusedFunctions.ts';
import { type HostileText, hostileTexts } from '../../../dev/texts/hostileTexts.ts';
import { type TextFunction, textFunctions } from '../../../dev/texts/textFunctions.ts';
import type { Figure, Suite } from '../figure.ts';
import { percentile } from '../statistics.ts';
import { rememberFigures } from './rememberedTexts.ts';

const turns = 3;
const beyondAll = 5_000;
/** Functions that are shown by name, the dearest ones, and texts that are measured again for each. */
const shown = 10;
const again = 2;
const sizes = [
  { name: '20 kB', length: limits.content, budget: 50 },
  { name: '1 MB', length: 1_000_000, budget: 1_000 },
] as const;

/** CPU time of every function over text, with the hostile text that costs it most, and of remembering one. */
export const textsSuite: Suite = {
  name: 'texts',
  async run({ log }) {
    const figures = await rememberFigures(log);
    // Made by the bundler; whoever only reads the list of suites does without.
    const { plainTextFunctions } = await import('plain-text-functions');
    const functions = Object.entries({ ...plainTextFunctions, ...textFunctions }).filter(
      ([name]) => !Object.hasOwn(excusedFunctions, name),
    );
    log(`texts: ${functions.length} functions with ${hostileTexts.length} texts`);
    return [...figures, ...(await functionFigures(functions))];
  },
};

interface Worst {
  readonly name: string;
  readonly text: string;
  readonly milliseconds: number;
}

async function functionFigures(functions: readonly [name: string, run: TextFunction][]): Promise<Figure[]> {
  const bySize = sizes.map(() => [] as Worst[]);
  for (const [name, run] of functions) {
    const texts = await dearest(run);
    for (const [index, { length }] of sizes.entries())
      bySize[index]?.push(await worstOf(name, run, texts, length));
  }
  return sizes.flatMap(({ name: by, budget }, index) => {
    const sorted = (bySize[index] ?? []).toSorted((a, b) => b.milliseconds - a.milliseconds);
    const subject = `CPU time of the functions over text that take longest, with the text that costs most, ${by}`;
    return sorted.slice(0, shown).map(({ name, text, milliseconds }) => ({
      subject,
      name: `${name}: ${text}`,
      value: milliseconds,
      unit: 'ms' as const,
      budget,
    }));
  });
}

/** The texts that cost a function most when they are as long as a memory may be. */
async function dearest(run: TextFunction): Promise<HostileText[]> {
  const costs: { text: HostileText; milliseconds: number }[] = [];
  for (const text of hostileTexts)
    costs.push({ text, milliseconds: await cpuTime(answered(run), text.make(limits.content)) });
  return costs
    .toSorted((a, b) => b.milliseconds - a.milliseconds)
    .slice(0, again)
    .map(({ text }) => text);
}

async function worstOf(
  name: string,
  run: TextFunction,
  texts: readonly HostileText[],
  length: number,
): Promise<Worst> {
  let worst: Worst = { name, text: '', milliseconds: 0 };
  for (const text of texts) {
    const milliseconds = await costOf(answered(run), text, length);
    if (milliseconds >= worst.milliseconds) worst = { name, text: text.name, milliseconds };
  }
  return worst;
}

/** What shorter texts cost says when a long one would take minutes: then it is the least that the long one takes. */
async function costOf(run: TextFunction, text: HostileText, length: number): Promise<number> {
  for (let shorter = limits.content; shorter < length; shorter *= 4) {
    const least = (length / shorter) * (await cpuTime(run, text.make(shorter)));
    if (least > beyondAll) return least;
  }
  return median((turn) => cpuTime(run, text.make(length + turn)));
}

async function median(work: (turn: number) => Promise<number>): Promise<number> {
  const samples: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) samples.push(await work(turn));
  return percentile(samples, 0.5);
}

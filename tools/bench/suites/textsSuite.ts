import { plainTextFunctions } from 'plain-text-functions';
import { BuiltInSpace } from '../../../src/recall/embedding/builtInSpace.ts';
import { SecretRedactor } from '../../../src/capture/secretRedactor.ts';
import { loadBuiltInEmbedder } from '../../../src/embed/builtIn/loadBuiltInEmbedder.ts';
import { Dispatcher } from '../../../src/operations/dispatcher.ts';
import { remember } from '../../../src/operations/remember.ts';
import { limits } from '../../../src/protocol/memoryView.ts';
import { GitProjectResolver } from '../../../src/server/gitProjectResolver.ts';
import { systemClock } from '../../../src/server/systemClock.ts';
import { openStore } from '../../../src/store/openStore.ts';
import { uuidGenerator } from '../../../src/server/uuidGenerator.ts';
import { tempDirectory } from '../../../test/support/tempDirectory.ts';
import { answered, cpuTime } from '../../../test/support/texts/growth.ts';
import { excusedFunctions } from '../../../test/support/texts/excusedFunctions.ts';
import { type HostileText, hostileTexts } from '../../../test/support/texts/hostileTexts.ts';
import { type TextFunction, textFunctions } from '../../../test/support/texts/textFunctions.ts';
import type { Figure, Suite } from '../figure.ts';
import { percentile } from '../statistics.ts';

const turns = 5;
const beyondAll = 5_000;
/** Functions that are shown by name, the dearest ones, and texts that are measured again for each. */
const shown = 10;
const again = 3;
const sizes = [
  { name: '20 kB', length: limits.content, budget: 50 },
  { name: '1 MB', length: 1_000_000, budget: 1_000 },
] as const;

/** CPU time of every function over text, with the hostile text that costs it most, and of remembering one. */
export const textsSuite: Suite = {
  name: 'texts',
  async run({ log }) {
    const figures = await rememberFigures(log);
    log(`texts: ${functions.length} functions with ${hostileTexts.length} texts`);
    return [...figures, ...(await functionFigures())];
  },
};

const functions = Object.entries({ ...plainTextFunctions, ...textFunctions }).filter(
  ([name]) => !Object.hasOwn(excusedFunctions, name),
);

interface Worst {
  readonly name: string;
  readonly text: string;
  readonly milliseconds: number;
}

async function functionFigures(): Promise<Figure[]> {
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

const sentence = 'The server keeps one connection open for each window and closes it after an hour of rest. ';

/** As long as a memory may be. The number makes each the only one of its text. */
const legal: readonly (readonly [name: string, make: (turn: number) => string])[] = [
  ['prose', (turn) => `${turn} ${sentence.repeat(300)}`],
  ['an address and dots', (turn) => `${turn} http://${'.'.repeat(limits.content)}`],
  ['line feeds between letters', (turn) => `${turn}${'\n'.repeat(limits.content - 10)}b`],
  ['back ticks', (turn) => `${turn} ${'`'.repeat(limits.content)}`],
];

/** One call of `remember` in a store of its own, as the dispatcher runs it: checks, text work, indexes, vector, disk. */
async function rememberFigures(log: (line: string) => void): Promise<Figure[]> {
  await using temp = await tempDirectory('bench-texts');
  const nothing = () => {};
  const logger = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };
  const builtIn = new BuiltInSpace(loadBuiltInEmbedder(), { clock: Date, logger });
  const store = await openStore({ home: await temp.makeDirectory('home'), vectorise: builtIn.vectorise });
  try {
    const dispatcher = new Dispatcher({
      store,
      operations: [remember],
      projects: new GitProjectResolver(store, logger),
      clock: systemClock,
      ids: uuidGenerator,
      logger,
      redactor: new SecretRedactor(),
      emit: nothing,
    });
    const call = (content: string) =>
      dispatcher.dispatch(
        'remember',
        { category: 'fact', content },
        { actor: { kind: 'user', name: 'bench' }, projectRef: 'https://gitlab.com/group/proj.git' },
      );
    const hostile = hostileTexts.map(
      ({ name, make }) => [name, (turn: number) => `${turn} ${make(limits.content)}`] as const,
    );
    for (let turn = 0; turn < 20; turn += 1) await call(`${turn} ${sentence}`);
    const figures: Figure[] = [];
    for (const [name, make] of [...legal, ...hostile]) {
      log(`texts: remember ${name}`);
      const value = await median((turn) => cpuTime(answered(call), make(turn).slice(0, limits.content)));
      figures.push({ subject: 'CPU time of one remember of 20 kB', name, value, unit: 'ms', budget: 50 });
    }
    return [
      ...figures.slice(0, legal.length),
      ...figures
        .slice(legal.length)
        .toSorted((a, b) => b.value - a.value)
        .slice(0, again),
    ];
  } finally {
    await store.close();
  }
}

import { IncomingText } from '../../../src/safety/incomingText.ts';
import { SecretRedactor } from '../../../src/safety/secretRedactor.ts';
import { loadBuiltInEmbedder } from '../../../src/embed/builtIn/loadBuiltInEmbedder.ts';
import { memoryTerms } from '../../../src/core/memory/memoryTerms.ts';
import { deriveTitle } from '../../../src/core/memory/memoryTitle.ts';
import { contentKey } from '../../../src/core/memory/contentKey.ts';
import { LocalDispatcher } from '../../../src/operations/dispatch/localDispatcher.ts';
import { trimMemoryText, entitiesOf } from '../../../src/memories/memoryWording.ts';
import { createRemember } from '../../../src/operations/memories/remember.ts';
import { renderWhole } from '../../../src/operations/shared/rendering.ts';
import { limits } from '../../../src/protocol/limits.ts';
import { configSchema } from '../../../src/protocol/settings/serverSettings.ts';
import { BuiltInSpace } from '../../../src/recall/embedding/builtInSpace.ts';
import { embeddingText } from '../../../src/recall/embedding/embeddedText.ts';
import { toMemoryRecord } from '../../../src/recall/memoryRecords.ts';
import { GitProjectResolver } from '../../../src/projects/gitProjectResolver.ts';
import { systemClock } from '../../../src/server/systemClock.ts';
import { uuidGenerator } from '../../../src/server/uuidGenerator.ts';
import { openStore } from '../../../src/store/sqlite/openStore.ts';
import { makeMemory } from '../../../dev/memory/makeMemory.ts';
import { tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { answered, cpuTime } from '../../../dev/texts/growth.ts';
import { hostileTexts } from '../../../dev/texts/hostileTexts.ts';
import type { Figure } from '../figure.ts';
import { percentile } from '../statistics.ts';

const turns = 5;
const warmUp = 20;
/** Of the hostile texts, those that are shown: the dearest ones. */
const shown = 5;
const project = 'gitlab.com/group/proj';
const subject = 'CPU time of one remember of 20 kB';

const sentence = 'The server keeps one connection open for each window and closes it after an hour of rest. ';

/** As long as a memory may be. The number makes each the only one of its text. */
const texts: readonly (readonly [name: string, make: (turn: number) => string])[] = [
  ['prose', (turn) => `${turn} ${sentence.repeat(300)}`],
  ['an address and dots', (turn) => `${turn} http://${'.'.repeat(limits.content - 20)}a`],
  ['line feeds between letters', (turn) => `${turn}${'\n'.repeat(limits.content - 20)}b`],
  ['back ticks', (turn) => `${turn} ${'`'.repeat(limits.content)}`],
];

/**
 * What `remember` does with a text, and the whole call in a store of its own as the dispatcher runs it, with the indexes and
 * the disk. The index takes longest for words that it has never seen.
 */
export async function rememberFigures(log: (line: string) => void): Promise<Figure[]> {
  await using temp = await tempDirectory('bench-texts');
  const nothing = () => {};
  const logger = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };
  const builtIn = new BuiltInSpace(loadBuiltInEmbedder(), { clock: Date, logger });
  const store = await openStore({ home: await temp.makeDirectory('home'), vectorise: builtIn.vectorise });
  try {
    const incoming = new IncomingText([redactor]);
    const dispatcher = new LocalDispatcher({
      store,
      operations: [createRemember({ read: () => ({ config: configSchema.parse({}), warnings: [] }) })],
      projects: new GitProjectResolver(store, logger, incoming),
      clock: systemClock,
      ids: uuidGenerator,
      logger,
      incoming,
      emit: nothing,
    });
    const call = (content: string) =>
      dispatcher.dispatch(
        'remember',
        { category: 'fact', content },
        { actor: { kind: 'user', name: 'bench' }, project: `https://${project}.git` },
      );
    for (let turn = 0; turn < warmUp; turn += 1) {
      await call(`${turn} ${sentence}`);
      await textWork(`${turn} ${sentence}`);
    }
    log(`texts: remembering ${texts.length + hostileTexts.length} texts`);
    const named: (readonly Figure[])[] = [];
    for (const [name, make] of texts) named.push(await figuresOf(name, make, call));
    const hostile: (readonly Figure[])[] = [];
    for (const { name, make } of hostileTexts)
      hostile.push(await figuresOf(name, (turn) => `${turn} ${make(limits.content)}`, call));
    const dearest = hostile.toSorted(([a], [b]) => (b?.value ?? 0) - (a?.value ?? 0)).slice(0, shown);
    return [...named, ...dearest].flat();
  } finally {
    await store.close();
  }
}

async function figuresOf(
  name: string,
  make: (turn: number) => string,
  call: (content: string) => Promise<unknown>,
): Promise<Figure[]> {
  const inCall: number[] = [];
  const inText: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    inCall.push(await cpuTime(answered(call), make(turn).slice(0, limits.content)));
    inText.push(await cpuTime(answered(textWork), make(turn + turns).slice(0, limits.content)));
  }
  return [
    { subject, name, by: 'work on the text', value: percentile(inText, 0.5), unit: 'ms', budget: 50 },
    { subject, name, by: 'the whole call', value: percentile(inCall, 0.5), unit: 'ms' },
  ];
}

const redactor = new SecretRedactor();

async function textWork(given: string): Promise<unknown> {
  const { texts } = redactor.clean([given]);
  const { content } = trimMemoryText({ content: texts[0] ?? '' });
  const memory = makeMemory({
    title: deriveTitle(content),
    content,
    entities: entitiesOf([], [content], project),
  });
  const vector = loadBuiltInEmbedder().embedOne(embeddingText(memory));
  return [contentKey(content), memoryTerms(memory), vector, renderWhole(toMemoryRecord(memory, 0), 0)];
}

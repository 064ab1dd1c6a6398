import { readFileSync } from 'node:fs';
import { v7 } from 'uuid';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isLongRun } from '../../../dev/longRun.ts';
import { makeMemory } from '../../../dev/memory/makeMemory.ts';
import { StoreBench } from '../../../dev/store/storeBench.ts';
import type { Job } from '../../../src/core/jobs/job.ts';
import type { Redactor } from '../../../src/core/ports.ts';
import { SecretRedactor } from '../../../src/safety/secretRedactor.ts';
import { extractKind } from '../../../src/protocol/modelExtraction.ts';
import { ExtractWorker } from '../../../src/server/jobs/extractWorker.ts';
import { benignTexts, type CorpusText, secretTexts, spread } from './newDoors/corpus.ts';
import { DoorServer } from './newDoors/doorServer.ts';
import { PieceSearch } from './newDoors/pieceSearch.ts';
import { doors, replacedKinds, takeOut } from './newDoors/doors.ts';
import type { Say } from './newDoors/peerSources.ts';

/** Rows of each source: `npm run soak -- secrets` says how many. */
const soaked = Number(process.env['MEMORY_BRIDGE_SECRET_ROWS'] ?? 0);
const isWhole = isLongRun || soaked > 0;
/** Without the cleaners it is asked only whether the texts would be there, so few rows tell. */
const rows = {
  secrets: soaked || (isLongRun ? 12 : 1),
  bare: isWhole ? 8 : 1,
  harmless: soaked || (isLongRun ? 8 : 1),
};
/**
 * Each text stands in some 15 places in a long run, and in 38 in the soak. Of the secrets something of one may be left; of the harmless texts four
 * are touched where the words around them make another text of them.
 */
const mostTouched = isWhole ? 4 : 0;
const mostLeft = isWhole ? 1 : 0;

/** Says the texts one after another, each place always the same one, and remembers which were said where. */
class Speaker {
  readonly said = new Map<string, CorpusText>();
  readonly #pools: Readonly<Record<'text' | 'line' | 'name', readonly CorpusText[]>>;
  readonly #next = { text: 0, line: 0, name: 0 };

  constructor(texts: readonly CorpusText[]) {
    const line = texts.filter(
      ({ text }) => text.length <= 200 && /^[^\n\r]+$/.test(text) && text.trim() === text,
    );
    const name = line.filter(({ text }) => text.length <= 100 && /^[^/\\.-][^/\\]*[^/\\.]$/.test(text));
    this.#pools = { text: texts, line, name };
  }

  readonly say: Say = (place, form = 'text') => {
    const known = this.said.get(place);
    if (known) return known.text;
    const pool = this.#pools[form];
    const next = pool[this.#next[form]++ % pool.length] as CorpusText;
    this.said.set(place, next);
    return next.text;
  };
}

/** Texts of whose secrets something is left, and where. As `isLeft`, in one walk over everything. */
function leftIn(
  server: DoorServer,
  texts: readonly CorpusText[],
  others: readonly string[],
): [text: CorpusText, file: string][] {
  const search = new PieceSearch(
    texts.map(({ secrets }) => secrets),
    others,
  );
  return [...server.said()].flatMap(([file, bytes]) =>
    search.in(bytes).map((at): [CorpusText, string] => [texts[at] as CorpusText, file]),
  );
}

/** What stands around secrets: `access_token` is the beginning of a token, and a name before many others. */
const around = (texts: readonly CorpusText[]): string[] =>
  texts.map(({ text, secrets }) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '\n'), text));

describe('the secrets that another hand has written', () => {
  const speaker = new Speaker(secretTexts());
  const found: [text: CorpusText, file: string][][] = [];

  beforeAll(async () => {
    for (const cleaners of [undefined, []] as const) {
      await using server = await DoorServer.over(cleaners);
      for (const door of Object.values(doors))
        await door(server, speaker.say, cleaners ? rows.bare : rows.secrets);
      await takeOut(server);
      await server.stop();
      const texts = [...new Set(speaker.said.values())];
      found.push(leftIn(server, texts, around(texts)));
    }
  }, 600_000);

  it('are in no byte of the home and in nothing that the server says, through whichever new door they came', () => {
    const texts = new Set(speaker.said.values());
    expect(texts.size).toBeGreaterThan(isWhole ? 600 : 300);
    const places = new Map([...speaker.said].map(([place, text]) => [text, place]));
    const left = new Map(found[0]?.map(([text, file]) => [text, `${places.get(text)} in ${file}`]));
    const told = [...left].map(([{ kind }, where]) => `${kind}: ${where}`);
    expect(told.slice(mostLeft)).toEqual([]);
    // Without the cleaners they are found, but for those in tables that nobody takes over, which are about half of all places.
    const seen = new Set(found[1]?.map(([text]) => text));
    expect(seen.size).toBeGreaterThan(isWhole ? 550 : 250);
  });
});

describe('the harmless texts that another hand has written', () => {
  const speaker = new Speaker(benignTexts());
  const exports: string[] = [];

  beforeAll(async () => {
    for (const cleaners of [undefined, []] as const) {
      await using server = await DoorServer.over(cleaners);
      replacedKinds.clear();
      for (const door of Object.values(doors)) await door(server, speaker.say, rows.harmless);
      await takeOut(server);
      exports.push(readFileSync(`${server.home}/exports/all.json`, 'utf8'));
    }
  }, 600_000);

  it('come through every new door as they come without the cleaners', () => {
    const [clean = '', bare = ''] = exports;
    // Shorter ones are words of others, too.
    const texts = [...new Set([...speaker.said.values()].map(({ text }) => text))].filter(
      ({ length }) => length >= 8,
    );
    const counted = (text: string, all: string): number =>
      all.split(JSON.stringify(text).slice(1, -1)).length - 1;
    const counts = texts.map((text) => [text, counted(text, clean), counted(text, bare)] as const);
    expect(counts.filter(([, left, right]) => left !== right).slice(mostTouched)).toEqual([]);
    expect(counts.filter(([, left]) => left > 0).length).toBeGreaterThan(isWhole ? 800 : 250);
    expect(isWhole ? [] : [...replacedKinds]).toEqual([]);
  });
});

describe('what a model answers about a conversation', () => {
  let bench: StoreBench;
  beforeEach(async () => {
    bench = await StoreBench.create();
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  const now = Date.UTC(2026, 10, 30, 12);
  const texts = secretTexts().filter(
    ({ text }) => text.length >= 12 && text.length <= 400 && !text.includes('\n'),
  );

  /** Bytes of the home after it has answered with every text; what was said holds them where nothing is cleaned. */
  async function answered(redactor: Redactor, some: readonly CorpusText[]): Promise<Buffer> {
    const store = await bench.open();
    const memory = makeMemory({
      id: v7(),
      category: 'conversation',
      project: 'example.org/app',
      source: { kind: 'conversation', ref: 'opencode:ses_1', actor: 'opencode' },
      createdAt: now - 7_200_000,
    });
    await store.write(async (unit) => {
      await unit.memories.insert(memory);
      const turns = [];
      for (const [at, { text }] of some.entries())
        turns.push({
          key: `${at}`,
          speaker: 'user' as const,
          saidAt: now - 7_200_000 + at,
          content: (await redactor.redact(text)).text,
        });
      await unit.turns.put(memory, turns);
    });
    let at = 0;
    const worker = new ExtractWorker({
      store,
      // It says one thing of each turn that it is shown.
      model: {
        ask: async (_, question) => {
          const shown = question.split(/^\[turn \d+, user\]\n/m).length - 1;
          const statements = some.slice(at, at + Math.min(10, shown)).map(({ text }, index) => ({
            category: 'decision',
            content: text,
            why: text,
            turn: index + 1,
            quote: text,
          }));
          at += shown;
          return { text: JSON.stringify({ statements }), tokens: 1, cost: 0 };
        },
      },
      rules: () => ({ isOn: true, tokens: 10_000_000, cost: null, projectsDefault: 'on', candidateDays: 14 }),
      offline: () => undefined,
      redactor,
      forges: () => [],
      clock: { now: () => now, monotonic: () => performance.now() },
      ids: { next: () => v7() },
      emit: () => {},
    });
    let job = { id: v7(), kind: extractKind, project: null, payload: {}, cursor: null } as unknown as Job;
    const { signal } = new AbortController();
    for (let isDone = false; !isDone;) {
      const ready = await worker.prepare(job, { signal, breathe: async () => {} });
      const slice = await store.write((unit) => worker.slice(job, unit, () => false, ready));
      job = { ...job, cursor: slice.cursor };
      ({ isDone } = slice);
    }
    await store.close();
    return readFileSync(bench.file);
  }

  it('leaves no secret in any byte, and would without the cleaner', async () => {
    const some = isLongRun ? texts : spread(texts, 30);
    const search = new PieceSearch(
      some.map(({ secrets }) => secrets),
      around(some),
    );
    const left = (bytes: Buffer): (string | undefined)[] => search.in(bytes).map((at) => some[at]?.kind);
    expect(left(await answered(new SecretRedactor(), some))).toEqual([]);
    await bench[Symbol.asyncDispose]();
    bench = await StoreBench.create();
    const none: Redactor = { redact: async (text) => ({ text, found: [] }) };
    expect(left(await answered(none, some)).length).toBe(some.length);
  });
});

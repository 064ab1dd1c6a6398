import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { describeEmbedding as inWords } from '../../../src/protocol/describeEmbedding.ts';
import { mostTurnsCounted } from '../../../src/core/conversation/mostTurnsCounted.ts';
import { textsLeave } from '../../../src/protocol/textsLeave.ts';
import { type EmbeddingFacts, judgeEmbedding } from '../../../src/recall/embedding/statusOfEmbedding.ts';
import { embeddingText } from '../../../src/recall/embedding/embeddedText.ts';
import { mostPassages, passagesOf } from '../../../src/recall/embedding/passages.ts';
import { QueryGuard } from '../../../src/recall/embedding/queryGuard.ts';
import { modelKey } from '../../../src/recall/embedding/spaceRecords.ts';
import { splitText } from '../../../src/recall/embedding/splitText.ts';
import { Throttle } from '../../../src/recall/embedding/throttle.ts';
import { makeMemory } from '../../../dev/memory/makeMemory.ts';

describe('splitText', () => {
  const sentence = (at: number) => `Sentence ${at} of this text has some words.`;
  const prose = Array.from({ length: 60 }, (_, at) => sentence(at) + (at % 7 === 6 ? '\n\n' : ' ')).join('');
  const lines = Array.from({ length: 90 }, (_, at) => `const value${at} = ${at}`).join('\n');
  const many = <T>(make: (at: number) => T): T[] => Array.from({ length: 900 }, (_, at) => make(at));
  const chinese = many((at) => `我们把第${at}条消息写进队列。`).join('');
  const emoji = many((at) => String.fromCodePoint(0x1f300 + at)).join('');
  const unbroken = many((at) => `x${at}`).join('');

  it.each(Object.entries({ prose, lines, chinese, emoji, unbroken }))(
    'leaves out nothing of %s, and keeps to the bound',
    (_, text) => {
      const parts = splitText(text, 500);
      expect(parts.length).toBeGreaterThan(2);
      for (const part of parts) {
        expect(Buffer.byteLength(part)).toBeLessThanOrEqual(500);
        expect(part).not.toMatch(/\p{Surrogate}/u);
      }
      // Parts follow each other in the text, and overlap rather than leave a gap that holds a letter.
      let end = 0;
      let from = 0;
      for (const part of parts) {
        const at = text.indexOf(part, from);
        expect(at).toBeGreaterThanOrEqual(0);
        expect(text.slice(end, at).trim()).toBe('');
        from = at + 1;
        end = at + part.length;
      }
      expect(text.slice(end).trim()).toBe('');
    },
  );

  it('cuts between paragraphs where it can, else between sentences that it says again', () => {
    const paragraphs = [300, 250, 350, 200].map((length) => 'word '.repeat(length / 5).trim());
    expect(splitText(paragraphs.join('\n\n'), 600)).toEqual([
      paragraphs.slice(0, 2).join('\n\n'),
      paragraphs.slice(2).join('\n\n'),
    ]);
    const [first = '', second = ''] = splitText(
      Array.from({ length: 20 }, (_, at) => sentence(at)).join(' '),
      500,
    );
    expect(first.endsWith('words.')).toBe(true);
    const last = first.slice(first.lastIndexOf('Sentence'));
    expect(second.startsWith(last)).toBe(true);
  });

  it('takes a short text as it is', () => {
    expect(splitText('Berths are booked by the tide.', 500)).toEqual(['Berths are booked by the tide.']);
    expect(splitText('', 500)).toEqual(['']);
  });
});

describe('passagesOf', () => {
  const long = Array.from({ length: 400 }, (_, at) => `Rule ${at} says what is to be done then.`).join(' ');

  it('are one text where the model takes it at once', () => {
    const memory = makeMemory({ title: 'Berths', content: 'Booked by the tide.', tags: ['a'] });
    expect(passagesOf(memory, 256)).toEqual([embeddingText(memory)]);
  });

  it('have the title each, and are as long as the model takes', () => {
    const texts = passagesOf(makeMemory({ title: 'Harbour rules', content: long }), 256);
    expect(texts.length).toBeGreaterThan(10);
    expect(texts.every((text) => text.startsWith('Harbour rules\n'))).toBe(true);
    expect(texts.every((text) => Buffer.byteLength(text) <= 248 * 3)).toBe(true);
    expect(passagesOf(makeMemory({ title: 'Harbour rules', content: long }), 8_192).length).toBeLessThan(14);
  });

  it('are never more than so many', () => {
    for (const maxTokens of [8, 64, 256, undefined]) {
      const content = `${long} ${long}`;
      const texts = passagesOf(makeMemory({ content, why: long, learned: long }), maxTokens);
      expect(texts.length).toBeGreaterThan(8);
      expect(texts.length).toBeLessThanOrEqual(mostPassages);
      expect(texts.at(-1)).toContain('Rule 399');
    }
  });
});

describe('embeddingText', () => {
  it('says each thing once', () => {
    const memory = makeMemory({
      title: 'Book berths by the tide, not by…',
      content: '- Book berths by the tide, not by\nthe clock, because of the draught.',
      why: 'Deep ships ran aground.',
      tags: ['harbour', 'tide'],
    });
    expect(embeddingText(memory)).toBe(
      '- Book berths by the tide, not by\nthe clock, because of the draught.\nDeep ships ran aground.\nharbour tide',
    );
  });

  it('keeps a title that says something of its own', () => {
    const memory = makeMemory({ title: 'Berths', content: 'Booked by the tide.', what: 'A', learned: 'B' });
    expect(embeddingText(memory)).toBe('Berths\nBooked by the tide.\nA\nB');
  });
});

describe('QueryGuard', () => {
  const limits = {
    timeoutMs: 20,
    idleMs: 10_000,
    firstTimeoutMs: 30,
    longestLoadMs: 60,
    slowRestMs: 100,
    failureRestMs: 200,
    longestRestMs: 500,
  };
  const setUp = () => {
    const clock = { now: 0, monotonic: () => clock.now };
    return { clock, guard: new QueryGuard(clock, limits) };
  };
  const fail = () => Promise.reject(new Error('no'));

  it('rests longer with each failure in a row, up to a limit', async () => {
    const { clock, guard } = setUp();
    for (const rest of [200, 400, 500, 500]) {
      expect(await guard.ask(fail)).toBeUndefined();
      clock.now += rest - 1;
      expect(guard.isResting).toBe(true);
      expect(await guard.ask(() => Promise.resolve(1))).toBeUndefined();
      clock.now += 1;
      expect(guard.isResting).toBe(false);
    }
    expect(guard.trouble).toMatchObject({ kind: 'failed' });
    expect(await guard.ask(() => Promise.resolve(1))).toBe(1);
    expect(guard.trouble).toBeUndefined();
    await guard.ask(fail);
    clock.now += 200;
    expect(guard.isResting).toBe(false);
  });

  it('does not wait for who is slow, and tells them to stop', async () => {
    const { clock, guard } = setUp();
    let signal: AbortSignal | undefined;
    const answer = await guard.ask(async (given) => {
      signal = given;
      await delay(1_000, undefined, { ref: false });
      return 1;
    });
    expect([answer, signal?.aborted, guard.trouble]).toEqual([undefined, true, { kind: 'slow' }]);
    clock.now += 100;
    expect(guard.isResting).toBe(false);
  });

  it.each([
    ['answers later', () => Promise.resolve(1), undefined],
    ['fails to load', () => Promise.reject(new Error('no')), 'failed'],
    ['never comes', () => new Promise<number>(() => {}), 'slow'],
  ])('lets one that was idle load on when it %s', async (_name, end, trouble) => {
    const { clock, guard } = setUp();
    clock.now += 10_000;
    let signal: AbortSignal | undefined;
    let load = () => {};
    const gate = new Promise<void>((resolve) => (load = resolve));
    const answer = await guard.ask(async (given) => {
      signal = given;
      await gate;
      return end();
    });
    expect([answer, signal?.aborted, guard.trouble, guard.isResting]).toEqual([
      undefined,
      false,
      { kind: 'loading' },
      true,
    ]);
    expect(await guard.ask(() => Promise.resolve(2))).toBeUndefined();
    const { loaded } = guard;
    load();
    await loaded;
    expect(guard.trouble?.kind).toBe(trouble);
    clock.now += 200;
    expect(await guard.ask(() => Promise.resolve(2))).toBe(2);
  });

  it('is as impatient as ever with one that is at work', async () => {
    const { clock, guard } = setUp();
    clock.now += 10_000;
    expect(await guard.ask(() => Promise.resolve(1))).toBe(1);
    clock.now += 9_999;
    await guard.ask(() => new Promise(() => {}));
    expect(guard.trouble).toEqual({ kind: 'slow' });
  });
});

describe('Throttle', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('acts at once, then once an interval while it is called, and after the last call', () => {
    let acts = 0;
    const throttle = new Throttle(() => acts++, 1_000);
    throttle.call();
    expect(acts).toBe(1);
    for (let at = 0; at < 25; at++) {
      throttle.call();
      vi.advanceTimersByTime(100);
    }
    expect(acts).toBe(3);
    vi.advanceTimersByTime(5_000);
    expect(acts).toBe(4);
    throttle.call();
    throttle.call();
    throttle.dispose();
    vi.advanceTimersByTime(5_000);
    expect(acts).toBe(5);
  });
});

describe('the status', () => {
  const builtIn = { provider: 'built-in', model: 'b', dimensions: 8 };
  const wanted = {
    provider: 'openai',
    model: 'm',
    handle: { kind: 'ready' },
    isComplete: true,
    progress: { embedded: 2, total: 5 },
    isHeld: false,
    trouble: undefined,
    refused: 0,
    queryTrouble: undefined,
  } as const satisfies EmbeddingFacts['wanted'];
  const facts = (change: Partial<NonNullable<EmbeddingFacts['wanted']>>): EmbeddingFacts => ({
    builtIn,
    builtInProgress: undefined,
    builtInStop: undefined,
    wanted: { ...wanted, ...change },
    turnsAwaiting: 0,
    missingKey: undefined,
    answering: undefined,
  });

  it.each<[string, Partial<NonNullable<EmbeddingFacts['wanted']>>, string]>([
    ['ready', {}, 'Search by meaning uses the built-in model.'],
    [
      'reindexing',
      { isComplete: false },
      'Memories are being indexed with the model openai/m, 2 of 5. Until then the built-in model answers.',
    ],
    [
      'downloading',
      { handle: { kind: 'downloading', received: 1, total: 4 } },
      'The model openai/m is being downloaded, 25 %. Until then the built-in model answers.',
    ],
    [
      'waiting',
      { handle: { kind: 'waiting', why: 'It is loaded.' } },
      'Waiting for the model openai/m. It is loaded. Until then the built-in model answers.',
    ],
    [
      'failed',
      { handle: { kind: 'failed', message: 'No model.', advice: 'Choose one.' } },
      'The model openai/m cannot be used. No model. Choose one. Until then the built-in model answers.',
    ],
    [
      'failed',
      { trouble: 'Too many requests.', isComplete: false },
      'The model openai/m cannot be used. Too many requests. Until then the built-in model answers.',
    ],
    [
      'failed',
      { queryTrouble: { kind: 'failed', error: new Error('Gone.') } },
      'The model openai/m cannot be used. Gone. Until then the built-in model answers.',
    ],
    [
      'waiting',
      { isHeld: true, isComplete: false },
      'Waiting for the model openai/m. Building search vectors was cancelled; reindex goes on with it. Until then the built-in model answers.',
    ],
    ['ready', { isHeld: true }, 'Search by meaning uses the built-in model.'],
  ])('is %s', (state, change, words) => {
    const found = judgeEmbedding(facts(change));
    expect(found.state).toBe(state);
    expect(inWords(found)).toBe(words);
  });

  it('names nobody else when the wanted model answers in spite of a trouble', () => {
    const found = judgeEmbedding({
      ...facts({ trouble: 'Too many requests.' }),
      answering: { provider: 'openai', model: 'm', dimensions: 8 },
    });
    expect(inWords(found)).toBe('The model openai/m cannot be used. Too many requests.');
  });

  it.each([
    [0, 'Search by meaning uses the built-in model.'],
    [1, 'Search by meaning uses the built-in model. One turn of a conversation is not found by meaning yet.'],
    [7, 'Search by meaning uses the built-in model. 7 turns of conversations are not found by meaning yet.'],
    [
      mostTurnsCounted,
      'Search by meaning uses the built-in model. 5000 or more turns of conversations are not found by meaning yet.',
    ],
  ])('says how much of conversations is left: %d turns', (turnsAwaiting, words) => {
    expect(inWords(judgeEmbedding({ ...facts({}), turnsAwaiting }))).toBe(words);
  });

  it('says what has become of the built-in vectors', () => {
    const found = (builtInStop: EmbeddingFacts['builtInStop']) =>
      judgeEmbedding({
        ...facts({}),
        wanted: undefined,
        builtInProgress: { embedded: 2, total: 5 },
        builtInStop,
      });
    expect(found(undefined)).toMatchObject({ state: 'reindexing', progress: { done: 2, total: 5 } });
    expect(found({ why: 'cancelled' })).toMatchObject({
      state: 'waiting',
      message: expect.stringContaining('was cancelled'),
      progress: { done: 2, total: 5 },
    });
    expect(found({ why: 'failed', sentence: 'No disk.' })).toMatchObject({
      state: 'failed',
      message: 'No disk.',
    });
  });

  it('waits for a key rather than failing', () => {
    const handle = { kind: 'failed', message: 'It requires a key.', advice: 'Enter it.' } as const;
    const found = judgeEmbedding({ ...facts({ handle }), missingKey: 'https://a.example' });
    expect(found).toMatchObject({ state: 'waiting', missingKey: 'https://a.example' });
  });
});

it('textsLeave knows which embedders send texts to another computer', () => {
  expect(textsLeave({ provider: 'built-in' })).toBe(false);
  expect(textsLeave({ provider: 'local', baseUrl: 'https://x.example' })).toBe(false);
  expect(textsLeave({ provider: 'ollama' })).toBe(false);
  expect(textsLeave({ provider: 'ollama', baseUrl: 'https://x.example' })).toBe(true);
  expect(textsLeave({ provider: 'openai' })).toBe(true);
  expect(textsLeave({ provider: 'openai', baseUrl: 'http://127.0.0.1:1234/v1' })).toBe(false);
  expect(textsLeave({ provider: 'voyage' })).toBe(true);
});

it('modelKey does not change with the way of a download', () => {
  const key = modelKey({ provider: 'local' });
  expect(modelKey({ provider: 'local', mirror: 'https://m.example', proxy: 'http://p.example' })).toBe(key);
  expect(modelKey({ provider: 'local', model: 'other' })).not.toBe(key);
});

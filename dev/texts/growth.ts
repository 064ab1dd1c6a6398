import { MemoryBridgeError } from '../../src/core/errors.ts';
import type { HostileText } from './hostileTexts.ts';
import type { TextFunction } from './textFunctions.ts';

/** How far a function is followed. */
export interface Reach {
  /** The length is doubled until the work takes so much CPU time, in milliseconds, … */
  readonly least: number;
  /** … or the text is as long as this. */
  readonly longest: number;
}

/** The rule: a text of up to 1 MB, and work that is long enough for the clock. */
export const wholeReach: Reach = { least: 20, longest: 1_000_000 };
/** What tells nearly all functions that grow too fast, in a fraction of the time: what it finds is judged by the rule. */
export const longReach: Reach = { least: 5, longest: 256_000 };
export const shortReach: Reach = { least: 3, longest: 64_000 };

/** What one function took for a text and for the same text four times as long. CPU time, ms. */
export interface Growth {
  readonly length: number;
  readonly small: number;
  readonly large: number;
}

const shortest = 1_000;
const most = 6;
/** What a collection of garbage or a compilation adds that falls into the time, ms. */
const noise = 15;
/**
 * A machine under load, and the engine when it compiles, slow single turns down: the least of several is the work. Two
 * are enough for twice too much.
 */
const turns = 5;
/** Characters more that make another text of one. */
const another = 16;

/** Linear work takes four times as long for four times the text; half as much again is left to caches and collections. */
export const isLinear = ({ small, large }: Growth): boolean => large <= most * small + noise;

/**
 * Doubles the length until the work can be measured, and compares with four times that length. What looks too dear is
 * measured again with texts that are a little longer, so that nothing is answered from a memory.
 */
export async function growthOf(run: TextFunction, text: HostileText, reach: Reach): Promise<Growth> {
  let length = shortest;
  let small = await costOf(run, text, length, reach);
  while (small < reach.least && length < reach.longest) {
    length *= 2;
    small = await costOf(run, text, length, reach);
  }
  let large = await cpuTime(run, madeOf(text, 4 * length));
  for (let turn = 1; turn < turns && !isLinear({ length, small, large }); turn += 1) {
    if (turn > 1 && large > 2 * (most * small + noise)) break;
    global.gc?.();
    small = Math.min(small, await cpuTime(run, text.make(length + turn * another)));
    global.gc?.();
    large = Math.min(large, await cpuTime(run, text.make(4 * length + turn * another)));
  }
  return { length, small, large };
}

/** What looks like enough may be the engine, which compiles or collects: then the second turn says what the work is. */
async function costOf(run: TextFunction, text: HostileText, length: number, reach: Reach): Promise<number> {
  const first = await cpuTime(run, madeOf(text, length));
  return first < reach.least ? first : Math.min(first, await cpuTime(run, text.make(length + another)));
}

let lastText: HostileText | undefined;
const lengths = new Map<number, string>();

/** Functions come one after another with the same text: making it of millions of characters takes longer than most do. */
function madeOf(text: HostileText, length: number): string {
  if (text.isFresh) return text.make(length);
  if (text !== lastText) lengths.clear();
  lastText = text;
  const made = lengths.get(length) ?? text.make(length);
  lengths.set(length, made);
  return made;
}

/** A refusal of a text is an answer. */
export const answered =
  (run: TextFunction): TextFunction =>
  async (text) => {
    try {
      return await run(text);
    } catch (error) {
      if (MemoryBridgeError.is(error)) return error;
      throw error;
    }
  };

/** CPU time of this process that one call takes, ms. Other processes, and waiting, do not count. */
export async function cpuTime(run: TextFunction, text: string): Promise<number> {
  // A text put together of pieces is copied into one when it is first searched; that belongs to nobody's work.
  text.includes('\u0001\u0002');
  const before = process.cpuUsage();
  await run(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

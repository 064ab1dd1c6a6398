import type { Sentence } from '../../src/safety/poison/sentences.ts';

/** Characters of a window, at most, where it has more than one sentence. */
const longestWindow = 400;

/** What is judged as one: runs of sentences as long as a window may be, each from its first sentence to behind its last. */
export function windowsOf(sentences: readonly Pick<Sentence, 'text'>[]): [from: number, to: number][] {
  const windows: [number, number][] = [];
  let [to, length] = [0, 0];
  for (let from = 0; from < sentences.length; from += 1) {
    const before = to;
    while (
      to < sentences.length &&
      (to === from || length + (sentences[to]?.text.length ?? 0) <= longestWindow)
    ) {
      length += sentences[to]?.text.length ?? 0;
      to += 1;
    }
    if (to > before) windows.push([from, to]);
    length -= sentences[from]?.text.length ?? 0;
  }
  return windows;
}

import type { TextFunction } from './textFunctions.ts';

/** Mistakes that the measurement has to find; without them nobody would know that it measures anything. */
export const carelessFunctions: Readonly<Record<string, TextFunction>> = {
  'looks for the end from every blank': (text) => /\s+$/.test(text),
  'compares every word with every other': (text) => {
    const words = text.split(' ');
    return words.filter((word, index) => words.indexOf(word) === index);
  },
  'puts all words on the stack': (text) => Math.max(...text.split(' ').map((word) => word.length)),
  'never ends': (text) => {
    for (let length = text.length; length > 0;) length = Math.max(1, length - 1);
  },
};

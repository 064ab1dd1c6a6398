import { describe, expect, it } from 'vitest';
import { editorActivation } from '../../../src/extension/status/editorActivation.ts';

const mark = (name: string, startTime: number) => ({ name: `code/extHost/${name}`, startTime });
const marksOf = (marks: { name: string; startTime: number }[]) => ({ getMarks: () => marks });

describe('editorActivation', () => {
  const whole = [
    mark('willLoadExtensionCode/other.one', 5),
    mark('willLoadExtensionCode/a.b', 100),
    mark('didLoadExtensionCode/other.one', 105),
    mark('didLoadExtensionCode/a.b', 237),
    mark('willActivateExtension/a.b', 240),
    mark('didActivateExtension/a.b', 252),
  ];

  it('counts the loading of the files, which the extension itself cannot see', () => {
    expect(editorActivation('a.b', marksOf(whole))).toEqual({ loading: 137, starting: 12 });
  });

  it('says nothing where the editor keeps no marks, or not all of them', () => {
    expect(editorActivation('a.b', undefined)).toBeUndefined();
    expect(editorActivation('a.b', {})).toBeUndefined();
    expect(editorActivation('a.b', marksOf(whole.slice(0, 5)))).toBeUndefined();
    expect(editorActivation('a.c', marksOf(whole))).toBeUndefined();
  });
});

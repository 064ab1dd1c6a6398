import { describe, expect, it } from 'vitest';
import { functionsIn, functionsOverText, textRooms } from '../../../dev/texts/exportedFunctions.mjs';
import { excusedFunctions } from '../../../dev/texts/excusedFunctions.ts';
import { hostileTexts } from '../../../dev/texts/hostileTexts.ts';
import { textFunctions } from '../../../dev/texts/textFunctions.ts';

const measured = new Set(Object.keys(textFunctions).map((name) => name.split(' ', 1)[0] ?? ''));

describe('functions over text', () => {
  const exported = functionsIn(textRooms);

  it('are measured with hostile texts, or it is said why not', () => {
    expect(exported.length).toBeGreaterThan(100);
    const forgotten = exported.filter(
      ({ name, isPlain }) => !isPlain && !measured.has(name) && !Object.hasOwn(excusedFunctions, name),
    );
    expect(forgotten.map(({ name }) => name)).toEqual([]);
  });

  it('are not excused when they are measured, or there no longer', () => {
    const names = new Set(exported.map(({ name }) => name));
    expect(Object.keys(excusedFunctions).filter((name) => measured.has(name) || !names.has(name))).toEqual(
      [],
    );
  });

  it('are found by what they are handed', () => {
    const source = `
      /** export function commented(text: string) {} */
export function plain(text: string): void {}
export function optional(text: string, length = 80, mark?: string): void {}
export async function* later(
  first: number,
  rest: readonly string[],
): AsyncGenerator<number> {}
export function generic<T extends MemoryText>(value: T): T {}
export const arrow = (text: string): number => 1;
export const called = (text: string, call: (part: string) => void): number => 1;
export const numbers = (at: number): string => '';
export function answers(at: number): string {}
export async function asks(unit: UnitOfWork, text: string): Promise<void> {}
export async function reads(unit: ReadUnit, text: string): Promise<void> {}
function hidden(text: string): void {}`;
    expect(functionsOverText('a.ts', source).map(({ name, isPlain }) => [name, isPlain])).toEqual([
      ['a.ts#plain', true],
      ['a.ts#optional', true],
      ['a.ts#later', false],
      ['a.ts#generic', false],
      ['a.ts#arrow', true],
      ['a.ts#called', false],
    ]);
  });
});

describe('hostile texts', () => {
  it('are many, by names of their own, and about as long as they are asked to be', () => {
    expect(hostileTexts.length).toBeGreaterThanOrEqual(150);
    expect(new Set(hostileTexts.map(({ name }) => name)).size).toBe(hostileTexts.length);
    const wrong = hostileTexts.filter(({ make }) => Math.abs(make(10_000).length - 10_000) > 200);
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });
});

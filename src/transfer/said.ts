import { numberIn } from './foreignTables.ts';

/** A list of texts, or one of them, as other systems write tags and the like. */
export function textsIn(value: unknown): string[] | undefined {
  const list = Array.isArray(value) ? value : [value];
  const texts = list.filter((each): each is string => typeof each === 'string').map((each) => each.trim());
  return texts.length === list.length ? texts.filter((each) => each !== '') : undefined;
}

/** The same, where one text may be several with commas between them. */
export const listIn = (value: unknown): string[] | undefined =>
  textsIn(typeof value === 'string' ? value.split(',') : value);

export function truthIn(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === 1 || value === 'true') return true;
  return value === 0 || value === 'false' ? false : undefined;
}

/** How sure somebody is, 0 to 1; undefined for what is out of that. */
export function shareIn(value: unknown): number | undefined {
  const number = numberIn(value);
  return number !== undefined && number >= 0 && number <= 1 ? number : undefined;
}

/** Levels of lists and objects within each other: what is deeper is no note, and cannot be written again by everybody. */
const deepest = 64;

/** What a line of JSON says; undefined for what is none. */
export function lineJson(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    return isDeeper(value, deepest) ? undefined : value;
  } catch {
    return undefined;
  }
}

/** Whether lists and objects stand within each other in more levels. */
export function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((each) => isDeeper(each, levels - 1));
}

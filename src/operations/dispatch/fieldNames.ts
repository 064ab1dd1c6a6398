import type { CallDefinition } from '../../protocol/operation.ts';
import { isRecord } from '../../core/isRecord.ts';

/** How other systems name the folder that says which project is meant. */
const folderField = 'working_directory';

/** An input with our names of its fields. What is given under our own name too is left to be told as ignored. */
export function withOurFields({ input, otherFields = {} }: CallDefinition, said: unknown): unknown {
  if (!isRecord(said)) return said;
  const names: Readonly<Record<string, string>> =
    Object.hasOwn(input.shape, 'project') && !Object.hasOwn(input.shape, folderField)
      ? { [folderField]: 'project', ...otherFields }
      : otherFields;
  const theirs = Object.keys(said).filter((name) => Object.hasOwn(names, name));
  if (theirs.length === 0) return said;
  const kept = Object.entries(said).filter(([name]) => !Object.hasOwn(names, name));
  const renamed = theirs
    .filter((name) => !isNothing(said[name]))
    .map((name) => {
      const ours = names[name] ?? name;
      return [isNothing(said[ours]) ? ours : name, said[name]];
    });
  // The later one of two with one name holds.
  return Object.fromEntries([...kept, ...renamed]);
}

const isNothing = (value: unknown): boolean => value === undefined || value === null || value === '';

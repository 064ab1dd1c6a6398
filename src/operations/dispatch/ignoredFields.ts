import type * as z from 'zod';
import { closestNames } from '../../core/text/closestNames.ts';
import type { CallDefinition } from '../../protocol/operation.ts';

const mostNamed = 5;
const longestName = 40;

/**
 * Fields of an input that mean nothing here. They are no reason to refuse: models add some, and older servers know
 * fewer. But what was meant with a mistyped one is lost, so the answer says so.
 */
export function ignoredFields(schema: z.ZodObject, given: unknown): string[] {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return [];
  return Object.entries(given)
    .filter(([name, value]) => !Object.hasOwn(schema.shape, name) && value !== null && value !== undefined)
    .slice(0, mostNamed)
    .map(([name]) => name.slice(0, longestName));
}

/** One sentence a field: why it changes nothing here, else the name that may have been meant. */
export function ignoredNotes(
  ignored: readonly string[],
  { input, withoutEffect = {} }: Pick<CallDefinition, 'input' | 'withoutEffect'>,
): string[] {
  const known = Object.keys(input.shape);
  return ignored.map((name) => {
    const reason = Object.hasOwn(withoutEffect, name) ? withoutEffect[name] : undefined;
    if (reason !== undefined) return `${name} changes nothing here: ${reason}.`;
    const [close] = closestNames(name, known);
    const advice = close === undefined ? '' : ` Did you mean ${close}?`;
    return `Ignored: there is no field ${JSON.stringify(name)}.${advice}`;
  });
}

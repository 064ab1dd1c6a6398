import * as z from 'zod';
import { namedSettings } from '../../protocol/settings/serverSettings.ts';

/**
 * Settings with what they are set to, where that is a number, a switch, one of a few words or what it is initially. Names,
 * addresses and lists of people's own are told as set.
 */
export function safeSettings(config: Readonly<Record<string, unknown>>): string[] {
  return namedSettings.map(({ name, path, schema, initial }) => {
    const value = path.reduce<unknown>(
      (within, key) => (typeof within === 'object' && within !== null ? Reflect.get(within, key) : undefined),
      config,
    );
    if (value === undefined) return `${name}: not told`;
    const isPlain = typeof value === 'number' || typeof value === 'boolean' || value === null;
    const isChoice = schema instanceof z.ZodEnum && schema.safeParse(value).success;
    const isInitial = JSON.stringify(value) === JSON.stringify(initial);
    return `${name}: ${isPlain || isChoice || isInitial ? JSON.stringify(value) : 'set'}`;
  });
}

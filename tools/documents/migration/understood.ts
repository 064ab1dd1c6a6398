import * as z from 'zod';
import type { CallDefinition } from '../../../src/protocol/operation.ts';
import { callDefinitions } from '../../../src/protocol/tools/registry.ts';
import type { Argument } from './row.ts';

/** An argument of a tool of another system, as `test/data/peer-tools.json` has it. */
export interface PeerArgument {
  readonly name: string;
  readonly type: string;
  readonly required?: boolean;
  readonly default: unknown;
}

export const definitionNamed = (name: string): CallDefinition | undefined =>
  callDefinitions.find((each) => each.name === name);

/** The field of ours that an argument fills when it is sent as it was; undefined for one that has no effect. */
export function fieldOf(definition: CallDefinition, name: string): string | undefined {
  const { input, otherFields = {} } = definition;
  if (Object.hasOwn(otherFields, name)) return otherFields[name];
  if (Object.hasOwn(input.shape, name)) return name;
  return name === 'working_directory' && Object.hasOwn(input.shape, 'project') ? 'project' : undefined;
}

/** Where an argument goes by the table: a field of ours, or none. */
export function targetOf(
  definition: CallDefinition,
  name: string,
  said: Argument | undefined,
): string | undefined {
  if (typeof said === 'string') return said;
  if (said === undefined) return fieldOf(definition, name);
  if ('words' in said) return said.to ?? fieldOf(definition, name);
  return undefined;
}

/** What a field of ours is when nobody says it; undefined where the settings or the state decide. */
export function initialOf({ input }: CallDefinition, field: string): unknown {
  const schema: unknown = input.shape[field];
  return schema instanceof z.ZodDefault ? schema.def.defaultValue : undefined;
}

/** The words of a closed set; undefined for what is none. */
export function wordsOf({ type }: PeerArgument): string[] | undefined {
  const [, words] = /^string\(([^,()]*\|[^,()]*)\)$/.exec(type) ?? [];
  return words?.split('|');
}

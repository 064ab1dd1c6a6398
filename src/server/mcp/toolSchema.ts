import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { type CallDefinition, inFullOnly, type Toolset } from '../../protocol/operation.ts';

type JsonObject = Record<string, unknown>;

/**
 * The input of an operation as a tool list shows it. Every model pays for these bytes, so bounds that only guard
 * against abuse are left out here and checked by the dispatcher, which also answers in plainer words.
 */
export function toolInputSchema({ input }: CallDefinition, toolset: Toolset): JsonObject {
  const schema = trim(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }));
  if (toolset === 'full') return schema;
  const listed = Object.entries(schema['properties'] ?? {}).filter(([name]) => {
    const field = input.shape[name];
    return field === undefined || !inFullOnly.has(field);
  });
  return { ...schema, properties: Object.fromEntries(listed) };
}

/** The result of an operation in full, for programs. */
export function toolOutputSchema(definition: CallDefinition): JsonObject {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(definition.output, {
    io: 'output',
    unrepresentable: 'any',
  });
  return splitTypes(schema) as JsonObject;
}

/** `type: [string, null]` as `anyOf`: some clients map schemas onto dialects in which a type is one word. */
function splitTypes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(splitTypes);
  if (typeof value !== 'object' || value === null) return value;
  const schema = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, splitTypes(inner)]));
  const types = schema['type'];
  if (!Array.isArray(types)) return schema;
  const { type: _types, ...rest } = schema;
  return { anyOf: types.map((type: unknown) => (type === 'null' ? { type } : { type, ...rest })) };
}

/** Shows a schema to the MCP library and lets every value through: the dispatcher validates. */
export function listedSchema(schema: JsonObject): StandardSchemaWithJSON<unknown, unknown> {
  return {
    '~standard': {
      version: 1,
      vendor: 'memory-bridge',
      validate: (value) => ({ value }),
      jsonSchema: { input: () => schema, output: () => schema },
    },
  };
}

/** Keywords that no model needs in order to call a tool well. */
const noise = new Set([
  '$schema',
  'additionalProperties',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minimum',
  'maximum',
]);

function trim(schema: unknown): JsonObject {
  return trimValue(schema) as JsonObject;
}

function trimValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(trimValue);
  if (typeof value !== 'object' || value === null) return value;
  const nullable = nonNullVariant(value as JsonObject);
  if (nullable) return trimValue(nullable);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !noise.has(key))
      .map(([key, inner]) => [key, key === 'properties' ? trimProperties(inner) : trimValue(inner)]),
  );
}

/** Names of fields are never keywords, even when one is called `minimum`. */
function trimProperties(properties: unknown): unknown {
  return Object.fromEntries(
    Object.entries(properties as JsonObject).map(([name, schema]) => {
      const trimmed = trimValue(schema);
      return [name, explainedOnce.has(name) ? withoutDescription(trimmed) : trimmed];
    }),
  );
}

/** Fields that nearly every tool has: the server's instructions explain them, once. */
const explainedOnce = new Set(['project']);

function withoutDescription(schema: unknown): unknown {
  const { description: _explained, ...rest } = schema as JsonObject;
  return rest;
}

/** X or null, however it is written, is listed as X: strict clients choke on unions, and null is still accepted. */
function nonNullVariant(schema: JsonObject): unknown {
  const types = schema['type'];
  if (Array.isArray(types)) return { ...schema, type: types.find((type) => type !== 'null') };
  const variants = schema['anyOf'];
  if (!Array.isArray(variants) || variants.length !== 2) return undefined;
  const others = variants.filter((variant: JsonObject) => variant['type'] !== 'null');
  if (others.length !== 1) return undefined;
  const { anyOf: _variants, ...rest } = schema;
  return { ...(others[0] as JsonObject), ...rest };
}

import * as z from 'zod';
import { serverSettings } from '../protocol/settings/serverSettings.ts';
import { isSetting, type Setting, type Settings } from '../protocol/settings/setting.ts';

/** A schema of JSON, as editors and this program read it. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly description?: string;
  readonly [keyword: string]: unknown;
}

/** What one setting may be. */
export function jsonSchemaOf({ schema }: Setting): JsonSchema {
  const { $schema: _named, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    unrepresentable: 'any',
  }) as JsonSchema;
  return rest;
}

/** The schema of `config.jsonc`, with which editors complete it, explain each setting and mark what is wrong. */
export function configJsonSchema(): JsonSchema {
  const group = groupSchema(serverSettings);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Settings of the memory server',
    // Read by VS Code: a comma after the last setting is no mistake here.
    allowTrailingCommas: true,
    ...group,
    properties: { $schema: { type: 'string' }, ...group.properties },
  };
}

function groupSchema(settings: Settings): JsonSchema {
  const properties = Object.entries(settings).map(([name, value]) => [
    name,
    isSetting(value)
      ? { ...jsonSchemaOf(value), default: value.initial, description: value.summary }
      : groupSchema(value),
  ]);
  return { type: 'object', additionalProperties: false, properties: Object.fromEntries(properties) };
}

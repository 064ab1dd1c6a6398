import { namedSettings } from '../protocol/settings/serverSettings.ts';
import { groupNames } from './findSettings.ts';
import { jsonSchemaOf, type JsonSchema } from './configJsonSchema.ts';

interface Word {
  readonly value: string;
  readonly help: string;
}

/** Names of settings and of groups of them. */
export const settingNames = (): Word[] => [
  ...groupNames.map((value) => ({ value, help: 'all of the group' })),
  ...namedSettings.map(({ name, summary }) => ({ value: name, help: summary })),
];

/** What a setting may be, as far as it is one of a few words. */
export function settingChoices(name: string): Word[] {
  const setting = namedSettings.find((each) => each.name === name);
  return setting ? choicesIn(jsonSchemaOf(setting)).map((value) => ({ value, help: '' })) : [];
}

function choicesIn(schema: JsonSchema): string[] {
  if (schema.anyOf) return schema.anyOf.flatMap(choicesIn);
  if (schema.enum) return schema.enum.map(String);
  if (schema.type === 'boolean') return ['true', 'false'];
  return schema.type === 'null' ? ['null'] : [];
}

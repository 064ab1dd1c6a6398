import { MemoryBridgeError } from '../core/errors.ts';
import type { ConfigChanges } from '../protocol/settings/serverSettings.ts';
import { putValue } from '../protocol/settings/setting.ts';
import { findSettings, unknownSetting } from './findSettings.ts';
import { typedValue } from './typedValue.ts';

/** The changes that a person means who gives a setting a value, or a group an object of values. */
export function typedChanges(name: string, typed: string): ConfigChanges {
  const found = findSettings(name);
  const changes: Record<string, unknown> = {};
  const [first] = found;
  if (first && first.name === name) {
    putValue(changes, first.path, typedValue(first, typed));
    return changes;
  }
  for (const [key, value] of Object.entries(groupOf(name, typed))) {
    const setting = found.find((each) => each.name === `${name}.${key}`);
    if (!setting) throw new MemoryBridgeError('invalid_input', unknownSetting(`${name}.${key}`));
    putValue(changes, setting.path, typedValue(setting, JSON.stringify(value)));
  }
  return changes;
}

function groupOf(name: string, typed: string): object {
  try {
    const read: unknown = JSON.parse(typed);
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) return read;
  } catch {
    // Said below.
  }
  throw new MemoryBridgeError(
    'invalid_input',
    `"${name}" is a group of settings. Name one of them, or give them as JSON: memory-bridge config set ${name} '{…}'`,
  );
}

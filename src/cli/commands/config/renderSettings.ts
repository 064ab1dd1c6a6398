import type { CliIo } from '../../cliIo.ts';
import { plain } from '../../renderMemories.ts';
import type { SettingValue } from './openConfig.ts';

/** One line a setting: what it is, whether that is its default, and what it does. */
export function renderSettings(settings: readonly SettingValue[], { paint }: CliIo): string {
  const shown = settings.map((each) => ({ ...each, text: renderValue(each.value) }));
  const names = Math.max(0, ...shown.map(({ name }) => name.length));
  // One value that is an object must not push the others to the right.
  const values = Math.min(24, Math.max(0, ...shown.map(({ text }) => text.length)));
  return shown
    .map(({ name, text, isDefault, default: initial, summary }) => {
      const value = isDefault ? text.padEnd(values) : paint.bold(text.padEnd(values));
      const told = isDefault ? summary : `${summary} Default: ${renderValue(initial)}.`;
      return `${name.padEnd(names)}  ${value}  ${paint.dim(told)}`;
    })
    .join('\n');
}

/** A text as it stands, everything else as JSON. */
export const renderValue = (value: unknown): string =>
  typeof value === 'string' && value !== '' ? plain(value) : JSON.stringify(value);

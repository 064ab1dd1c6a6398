import { namedSettings, type ServerConfig } from '../protocol/settings/serverSettings.ts';
import { valueAt } from '../protocol/settings/setting.ts';
import { findSettings } from './findSettings.ts';

/** Settings of a name or of a group, or all of them, each with what it is now. */
export function settingValues(config: ServerConfig, name?: string) {
  return (name === undefined ? namedSettings : findSettings(name)).map((setting) => {
    const value = valueAt(config, setting.path);
    const { initial, summary } = setting;
    return {
      name: setting.name,
      value,
      default: initial,
      isDefault: JSON.stringify(value) === JSON.stringify(initial),
      summary,
    };
  });
}

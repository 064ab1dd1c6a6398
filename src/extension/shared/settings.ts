import { workspace } from 'vscode';
import { settingDefaults, type Settings } from './ids.ts';

/** Typed access to our settings; the default is the one package.json declares. */
export function readSetting<K extends keyof Settings>(id: K): Settings[K] {
  return workspace.getConfiguration().get(id, settingDefaults[id]);
}

/** What the person chose, or undefined when the default applies. */
export function readChosenSetting<K extends keyof Settings>(id: K): Settings[K] | undefined {
  return workspace.getConfiguration().inspect<Settings[K]>(id)?.globalValue;
}

import { workspace } from 'vscode';

/**
 * Typed access to the settings of a feature, by their table of defaults. A test holds that package.json declares the
 * same ones.
 */
export function settingsReader<Table extends object>(table: Table) {
  return {
    /** What applies. */
    read: <Id extends keyof Table & string>(id: Id): Table[Id] =>
      workspace.getConfiguration().get(id, table[id]),
    /** What the person chose, or undefined when the default applies. */
    readChosen: <Id extends keyof Table & string>(id: Id): Table[Id] | undefined =>
      workspace.getConfiguration().inspect<Table[Id]>(id)?.globalValue,
  };
}

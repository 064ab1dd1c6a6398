import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { CommandTable } from '../../../src/extension/shared/ids.ts';

interface IdsFile {
  readonly commands?: CommandTable;
  readonly viewId?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
}

const extension = path.resolve(import.meta.dirname, '../../../src/extension');

/** The files of ids are found by their names, so that a new feature is held against package.json without a word here. */
const files = readdirSync(extension, { recursive: true, withFileTypes: true })
  .filter(({ name }) => name.endsWith('Ids.ts'))
  .map(({ parentPath, name }) => path.join(parentPath, name));
const all = await Promise.all(files.map(async (file): Promise<IdsFile> => import(file)));
const commands = all.flatMap((each) => Object.entries(each.commands ?? {}));

export const commandIds = commands.map(([id]) => id);
/** Those that need the thing they act on, so the palette does not offer them. */
export const hiddenCommandIds = commands.filter(([, { isHidden }]) => isHidden).map(([id]) => id);
export const viewIds = all.flatMap(({ viewId }) => (viewId === undefined ? [] : [viewId]));
export const settingDefaults = Object.assign({}, ...all.map(({ settings }) => settings)) as object;

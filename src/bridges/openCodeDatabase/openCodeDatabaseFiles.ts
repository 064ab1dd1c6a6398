import { readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { FeedSource } from '../../intake/feeds/feed.ts';

/** Where OpenCode keeps its data by itself, and what a person has said of it. */
export interface OpenCodePlaces {
  /** The environment in which OpenCode would run. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** Named in the settings besides. */
  readonly named: readonly string[];
}

/** The usual one, and those of other release channels beside it. */
const database = /^opencode(?:-[\w.-]+)?\.db$/;

/** The databases that are there, each once. A path that leads to no file is left out. */
export async function openCodeDatabaseFiles({ env, home, named }: OpenCodePlaces): Promise<FeedSource[]> {
  const folder = path.join(env['XDG_DATA_HOME'] || path.join(home, '.local', 'share'), 'opencode');
  const names = await readdir(folder).catch((): string[] => []);
  const usual = names.filter((name) => database.test(name)).map((name) => path.join(folder, name));
  const said = env['OPENCODE_DB'];
  // A relative one lies with the usual one; one in memory is nobody's to read.
  const own = said === undefined || said === '' || said === ':memory:' ? [] : [path.resolve(folder, said)];
  const found = new Map<string, FeedSource>();
  for (const file of [...own, ...named.filter((each) => path.isAbsolute(each)), ...usual]) {
    const real = await realpath(file).catch(() => undefined);
    if (real !== undefined) found.set(real, { name: real, where: file });
  }
  return [...found.values()];
}

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const cache = path.join(root, '.cache/bundles');
/** What a bundle can be made of. */
const sources = ['src', 'dev', 'tools/build'];
/** Of how many states of the sources the bundles stay: a person goes to and fro between a few. */
const keptStates = 4;

/**
 * A folder of the cache with what `make` put into it, made anew only when a source has changed since. Not to be
 * written to: other tests, and other processes, use the same.
 */
export async function builtOnce(
  name: string,
  make: (folder: string) => Promise<void>,
  options: string = '',
): Promise<string> {
  const key = createHash('sha256').update(options).digest('hex').slice(0, 12);
  const state = path.join(cache, stateOfSources());
  const folder = path.join(state, options === '' ? name : `${name}-${key}`);
  if (existsSync(folder)) return folder;
  if (!existsSync(state)) await forgetOldStates();
  await mkdir(state, { recursive: true });
  const partial = await mkdtemp(`${folder}.`);
  try {
    await make(partial);
    // Several test processes may do this at once; each sees a whole folder.
    await rename(partial, folder);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

let state: string | undefined;

function stateOfSources(): string {
  if (state !== undefined) return state;
  const hash = createHash('sha256');
  const files = sources.flatMap((source) =>
    readdirSync(path.join(root, source), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name)),
  );
  for (const file of [...files.toSorted(), path.join(root, 'package-lock.json')])
    hash.update(path.relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  return (state = hash.digest('hex').slice(0, 16));
}

async function forgetOldStates(): Promise<void> {
  const states = await readdir(cache).catch((): string[] => []);
  const aged = await Promise.all(
    states.map(async (name) => ({
      folder: path.join(cache, name),
      madeAt: await stat(path.join(cache, name)).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    })),
  );
  const outdated = aged.toSorted((a, b) => b.madeAt - a.madeAt).slice(keptStates - 1);
  await Promise.all(outdated.map(({ folder }) => rm(folder, { recursive: true, force: true })));
}

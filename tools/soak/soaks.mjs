import { readdir } from 'node:fs/promises';

/** Not soaks themselves: importing them would run something. */
const others = new Set(['main.mjs']);

/**
 * Every module beside this one that exports `name`, `fullCount` and `run(context)`. `run` gets `count`, `seed`,
 * `random`, `progress(done)` to call after every round, `signal` that asks it to end with its round, and, when the
 * module exports `resumable`, `state` (what it gave to `progress(done, state)` last before it was cut). It returns
 * `{ figures, failures }`.
 */
export async function findSoaks() {
  const files = (await readdir(new URL('.', import.meta.url))).filter(
    (file) => file.endsWith('.mjs') && !others.has(file),
  );
  const modules = await Promise.all(files.sort().map((file) => import(new URL(file, import.meta.url).href)));
  const soaks = modules.filter(
    ({ name, fullCount, run }) => typeof name === 'string' && fullCount > 0 && typeof run === 'function',
  );
  return new Map(soaks.map((soak) => [soak.name, soak]));
}

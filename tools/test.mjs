// `npm test`: everything, on a fresh clone, in one go. Each stage says what it does and how long it took.
// `npm test -- unit server` runs the named stages only; `--long` takes the long counts, `--loaded` keeps all cores busy.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { keepCoresBusy } from './testing/busyCores.mjs';
import { runStages } from './testing/runStages.mjs';
import { allStages } from './testing/stages.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const stages = allStages(root);

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { long: { type: 'boolean', default: false }, loaded: { type: 'boolean', default: false } },
    });
    const names = stages.map(({ name }) => name);
    const unknown = positionals.filter((name) => !names.includes(name));
    if (unknown.length > 0)
      throw new Error(`Unknown stage: ${unknown.join(', ')}. Stages: ${names.join(', ')}.`);
    return { ...values, wanted: positionals };
  } catch (error) {
    console.error(error.message);
    process.exit(2);
  }
}

const { long, loaded, wanted } = readArguments();
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => stopping.abort());

const load = loaded ? keepCoresBusy() : undefined;
const code = await runStages({
  root,
  stages: stages.filter(({ name }) => wanted.length === 0 || wanted.includes(name)),
  env: { ...process.env, MEMORY_BRIDGE_TEST_LONG: long ? '1' : '' },
  signal: stopping.signal,
});
await load?.stop();
process.exit(code);

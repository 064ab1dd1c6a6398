// Fills a store with every kind of content, by the verbs of the built product, and keeps it under test/data/stores:
// later versions are tested with what this one wrote. Run `npm run build` before; it takes five minutes, because time
// passes in it (not with --try, which leaves a smaller store under reports/). Needs git and a Unix.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { BuiltServer } from './keptStore/builtServer.mjs';
import { firstDays, remember } from './keptStore/firstDays.mjs';
import { lastDays } from './keptStore/lastDays.mjs';
import { laterDays } from './keptStore/laterDays.mjs';
import { askEverything } from './keptStore/storedAnswers.mjs';
import { readTableRows } from '../../dev/store/kept/tableRows.mjs';
import { startVectorService } from './keptStore/vectorService.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** The paths of the repositories are in the store, so they are the same wherever it is made. */
const folder = '/tmp/memory-bridge-fixture';
const home = path.join(folder, 'home');
const file = path.join(home, 'memory.db');
const day = 86_400_000;
const now = Date.now();
const isTry = process.argv.includes('--try');
const say = (text) => console.log(`${((Date.now() - now) / 1000).toFixed(0)} s  ${text}`);

await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const service = await startVectorService();
try {
  await keep(await fill());
} finally {
  service.close();
  await rm(folder, { recursive: true, force: true });
}

/** Five owners one after another, at times of their own. */
async function fill() {
  const made = { home, service };
  await serve(now - 40 * day, async (server) => {
    Object.assign(made, await firstDays(server, folder));
    say('first days');
  });
  await serve(now - 12 * day, async (server) => {
    Object.assign(made, await laterDays(server, made));
    say('later days');
  });
  await flipBit();
  // Candidates expire at 13 past, sessions are stale at 20 past; faster, and the server would think it had slept.
  const hour = Math.floor((now - 2 * day) / 3_600_000) * 3_600_000;
  if (!isTry) await serve(hour + 9 * 60_000 + 45_000, weeksPass, 2.8);
  say('weeks have passed');
  await serve(Date.now() - 3 * 60_000, (server) => lastDays(server, made));
  say('last days');
  const rest = {};
  await serve(Date.now() - 60_000, async (server) => {
    rest.answers = await askEverything(server, made);
  });
  rest.clean = await readTableRows(file);
  rest.files = { 'memory.db': await readFile(file) };
  await killed(made, rest);
  return rest;
}

async function serve(time, work, rate = 1) {
  const server = await BuiltServer.start({ home, time, rate });
  try {
    await work(server);
    await server.stop();
  } finally {
    await server.kill();
  }
}

/** History older than the setting is thinned out at the start; both kinds are to be there. */
async function weeksPass(server) {
  await server.call('configure', { set: { historyDays: 30 } });
  const asking = { keyless: true };
  const isOver = async () => {
    const { sessions } = await server.call('session', { action: 'list' }, asking);
    const rejected = await server.call('list_memories', { all_projects: true, status: ['rejected'] }, asking);
    return sessions.length === 0 && rejected.memories.some(({ source }) => source.kind === 'agent');
  };
  await server.until('the end of a session', isOver, { limitMs: 400_000, everyMs: 2_000 });
}

/** A store that says what happened to it: the power failed, and the disk turned a bit of the log. */
async function flipBit() {
  const server = await BuiltServer.start({ home, time: now - 11 * day });
  await remember(
    server,
    'Power fails at the harbour about twice a winter.',
    'fact',
    { scope: 'global' },
    { actor: 'user/terminal' },
  );
  await server.kill();
  const log = await readFile(`${file}-wal`);
  log[32 + 24 + 4000] ^= 4;
  await writeFile(`${file}-wal`, log);
}

/** The same store, with acknowledged writes that are in the log alone. */
async function killed(made, rest) {
  const server = await BuiltServer.start({ home, time: Date.now() });
  const project = made.harbour.path;
  const { id } = await remember(
    server,
    'Said just before the power failed.',
    'fact',
    { tags: ['power'] },
    { project },
  );
  await server.call(
    'update_memory',
    { memory_id: id, action: 'edit', content: 'Said, and edited, just before the power failed.' },
    { project },
  );
  await server.call('update_memory', { memory_id: made.memories[2].id, action: 'pin' }, { project });
  await server.kill();
  rest.files['killed/memory.db'] = await readFile(file);
  rest.files['killed/memory.db-wal'] = await readFile(`${file}-wal`);
  await serve(Date.now(), async () => {});
  rest.killed = await readTableRows(file);
}

async function keep({ answers, clean, killed: after, files }) {
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  const target = path.join(root, isTry ? 'reports/stores' : 'test/data/stores', `${version}-${clean.schema}`);
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  const empty = Object.entries(clean.tables)
    .filter(([, { count }]) => count === 0)
    .map(([name]) => name);
  const packed = Object.entries(files).map(([name, bytes]) => ({ name, bytes: bytes.length }));
  const { schema, tables } = clean;
  const contents = {
    version,
    schema,
    files: packed,
    empty,
    tables,
    afterKill: differing(clean, after),
    answers,
  };
  // They are nearly the same, so they are packed as one.
  await writeFile(path.join(target, 'files.br'), compressed(Buffer.concat(Object.values(files))));
  await writeFile(
    path.join(target, 'contents.json.br'),
    compressed(Buffer.from(JSON.stringify(contents, null, 1))),
  );
  await writeFile(path.join(target, 'README.md'), readme(contents));
  for (const [name, { count }] of Object.entries(clean.tables)) say(`${name}: ${count}`);
  say(`kept in ${path.relative(root, target)}; empty: ${empty.join(', ') || 'none'}`);
}

/** Of each table the rows that the last writes have changed or made, as they are then; and its number of rows. */
function differing(before, after) {
  const known = (name) => new Set(before.tables[name].rows?.map((row) => JSON.stringify(row)));
  return Object.entries(after.tables).flatMap(([name, { count, rows }]) => {
    const old = known(name);
    const changed = rows?.filter((row) => !old.has(JSON.stringify(row)));
    return changed?.length > 0 ? [{ table: name, count, changed }] : [];
  });
}

function readme({ version, schema, files, empty, tables }) {
  const counts = Object.entries(tables).map(([name, { count }]) => `| \`${name}\` | ${count} |`);
  return `# A store as version ${version} leaves it (schema ${schema})

Made by \`node tools/release/keepStore.mjs\` with the built product's own verbs over HTTP and the command line, in
\`/tmp/memory-bridge-fixture\`. It never changes: \`test/server/store/keptStores.test.ts\` opens it with the code of the day.

- \`files.br\`: ${files.map(({ name, bytes }) => `\`${name}\` (${bytes} bytes)`).join(', ')}, one after another, compressed
  with brotli. The one in the root was closed in order; the owner of the other was killed after acknowledged writes.
- \`contents.json.br\`: what this version reads in it. \`tables\` has the rows with JSON as values and bytes as hashes
  (the first 16 digits of SHA-256), \`afterKill\` the rows that are new or other in \`killed/\`, \`answers\` what verbs said.

| table | rows |
|---|---|
${counts.join('\n')}

No verb writes to: ${empty.map((name) => `\`${name}\``).join(', ')}. No verb makes a memory whose source is a comment, a conversation or an import.
`;
}

function compressed(bytes) {
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT } = constants;
  const params = {
    [BROTLI_PARAM_QUALITY]: 11,
    [BROTLI_PARAM_LGWIN]: 24,
    [BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return brotliCompressSync(bytes, { params });
}

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { backupLedgerName } from '../../../src/store/sqlite/backupLedger.ts';
import { DataDirectory } from '../../../src/home/dataDirectory.ts';
import { offlineVariables } from '../../../src/core/offlineSwitch.ts';
import { purposes } from '../../../src/net/purposes.ts';
import { embedderProviders } from '../../../src/protocol/embedderProviders.ts';
import { namedSettings } from '../../../src/protocol/settings/serverSettings.ts';
import { leavingTasks } from '../../../dev/network/leavingTasks.ts';

const page = readFileSync(path.resolve(import.meta.dirname, '../../../docs/privacy.md'), 'utf8');
const sectionOf = (title: string): string =>
  new RegExp(`^#+ ${title}\\n([^]*?)(?=^#|(?![^]))`, 'm').exec(page)?.[1] ?? '';
const firstCells = (section: string): string[] =>
  [...section.matchAll(/^\| (`[^|]+?) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  );

/** The purposes that callers of `src/net/` name. */
const source = path.resolve(import.meta.dirname, '../../../src');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);
const named = files.flatMap((file) =>
  [...readFileSync(path.join(source, file), 'utf8').matchAll(/\bpurpose: '([\w-]+)'/g)].map(
    ([, purpose = '']) => purpose,
  ),
);

describe('requests that leave the computer', () => {
  it('have a row each, which says what starts them, who is asked, what is sent and how to prevent it', () => {
    const section = sectionOf('What leaves the computer');
    expect(firstCells(section).toSorted()).toEqual(purposes.toSorted());
    const rows = section.split('\n').filter((line) => line.startsWith('| `'));
    for (const row of rows) expect(row.split(' | ').filter((cell) => cell.trim() !== '')).toHaveLength(5);
  });

  it('are those that the code makes', () => {
    expect([...new Set(named)].toSorted()).toEqual(purposes.toSorted());
  });

  it('are each started in the test of the switch', () => {
    expect([...new Set(leavingTasks.map(({ purpose }) => purpose))].toSorted()).toEqual(purposes.toSorted());
    const started = leavingTasks.flatMap(({ settings }) => settings?.embedder?.provider ?? []);
    expect([...new Set(started)].toSorted()).toEqual(
      embedderProviders.filter((provider) => provider !== 'built-in').toSorted(),
    );
    expect(new Set(leavingTasks.map(({ name }) => name)).size).toBe(leavingTasks.length);
  });

  it('go, in that test, to nobody who could be reached', () => {
    const real = leavingTasks.filter(({ host }) => !/(?:\.invalid|^192\.0\.2\.\d+)$/.test(host));
    // Addresses that are built in; the recorder of the test lets nobody reach them.
    expect([...new Set(real.map(({ host }) => host))].toSorted()).toEqual([
      'api.openai.com',
      'api.voyageai.com',
      'huggingface.co',
    ]);
    for (const { host } of real) expect(page).toContain(`\`${host}\``);
  });
});

describe('the page about privacy', () => {
  it('names each way to switch off', () => {
    for (const name of [...offlineVariables, 'network.offline'])
      expect(sectionOf('The offline switch')).toContain(name);
  });

  it('names each file of the data folder', () => {
    const home = '/home';
    const places = placesIn(new DataDirectory(home)).map((file) => path.relative(home, file));
    places.push(backupLedgerName);
    expect(places.length).toBeGreaterThan(8);
    const said = [...firstCells(sectionOf('In files')).map((name) => name.replace(/\/$/, '')), 'memory.db'];
    expect(places.toSorted()).toEqual(said.toSorted());
  });

  it('names settings that there are, with what they are at first', () => {
    const known = new Map(namedSettings.map(({ name, initial }) => [name, initial]));
    const rows = sectionOf('How long it is kept').split('\n');
    const settings = rows.flatMap((row) =>
      [...(row.split(' | ').at(-1) ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => ({ name, row })),
    );
    expect(settings.length).toBeGreaterThan(5);
    expect(settings.filter(({ name }) => !known.has(name))).toEqual([]);
    const numbers = settings.filter(
      ({ name }) => typeof known.get(name) === 'number' && name !== 'logs.keep',
    );
    // The log in use is one more than those that are kept beside it.
    expect(rows.join('\n')).toContain(`| ${Number(known.get('logs.keep')) + 1} files of `);
    for (const { name, row } of numbers)
      expect([name, row]).toEqual([name, expect.stringContaining(String(known.get(name)))]);
  });
});

/** Everything that a data folder has a getter for. */
function placesIn(directory: DataDirectory): string[] {
  const own = Object.entries(Object.getOwnPropertyDescriptors(DataDirectory.prototype));
  return own.flatMap(([name, each]) =>
    each.get === undefined ? [] : [String(Reflect.get(directory, name))],
  );
}

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  settings as editorDefaults,
  writtenThrough,
} from '../../../src/extension/serverSettings/serverSettingsIds.ts';
import { namedSettings } from '../../../src/protocol/settings/serverSettings.ts';
import { environmentVariables } from '../../../tools/documents/environmentVariables.ts';
import { ownName, seedSettings } from '../../../tools/documents/seedSettings.ts';
import { defaultOf, type PeerRecord, settingsDocument } from '../../../tools/documents/settingsDocument.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const records: PeerRecord[] = JSON.parse(read('test/data/peer-tools.json'));
const wanted = records.filter(({ inSeed, kind }) => inSeed && (kind === 'config' || kind === 'env'));
const settingNamed = (name: string) => namedSettings.find((each) => each.name === name);
const mapped = Object.entries(seedSettings).flatMap(([peer, settings]) =>
  Object.entries(settings).map(([name, to]) => ({ peer, name, to })),
);

/** A default of another system in the units of ours. */
const inOurUnits = (theirs: unknown, as: string | undefined): unknown =>
  as === 'in days' ? Number(theirs) / (24 * 60 * 60_000) : theirs;

describe('docs/settings.md', () => {
  it('is what the code says (node tools/documents/write.mjs)', () => {
    expect(read('docs/settings.md')).toBe(settingsDocument(records));
  });

  it('has a row for every setting, every variable and every setting of other systems', () => {
    const rows = settingsDocument(records).match(/^\| `/gm) ?? [];
    expect(rows.length).toBe(
      namedSettings.length + Object.keys(writtenThrough).length + environmentVariables.length + wanted.length,
    );
  });

  it('names each setting of the systems that people come from, and no other', () => {
    const named = mapped.map(({ peer, name }) => `${peer} ${name}`);
    expect(wanted.length).toBe(89);
    expect(named.toSorted()).toEqual(wanted.map(({ peer, name }) => `${peer} ${ownName(name)}`).toSorted());
  });

  it('leads to settings that there are, with the default of the other system or a reason', () => {
    const wrong = mapped.flatMap(({ peer, name, to }) => {
      if (!('to' in to) || to.because !== undefined) return [];
      const ours = settingNamed(to.to);
      const theirs = inOurUnits(defaultOf(records, peer, name), to.as);
      return ours && JSON.stringify(ours.initial) === JSON.stringify(theirs)
        ? []
        : [`${name}: ${JSON.stringify(theirs)}, here ${JSON.stringify(ours?.initial)}`];
    });
    expect(wrong).toEqual([]);
    const targets = mapped.flatMap(({ to }) => ('to' in to ? [to.to] : []));
    expect(targets.length).toBeGreaterThan(15);
    expect(targets.filter((name) => settingNamed(name) === undefined)).toEqual([]);
  });

  it('says a default of ours wherever it is another one', () => {
    const silent = mapped.filter(
      ({ peer, name, to }) =>
        'to' in to &&
        to.because === undefined &&
        inOurUnits(defaultOf(records, peer, name), to.as) !== settingNamed(to.to)?.initial,
    );
    expect(silent).toEqual([]);
  });

  it('has settings of the editor with the default of the server', () => {
    const defaults: Record<string, unknown> = editorDefaults;
    for (const [editor, name] of Object.entries(writtenThrough))
      expect([editor, defaults[editor]]).toEqual([editor, settingNamed(name)?.initial]);
  });

  it('has every variable of ours that is read', () => {
    const source = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => read(path.join('src', name)))
      .join('\n');
    const used = new Set(source.match(/\bMEMORY_BRIDGE_[A-Z_]*[A-Z]\b/g));
    const told = environmentVariables.map(([names]) => names).join(' ');
    expect(used.size).toBeGreaterThan(5);
    expect([...used].filter((name) => !told.includes(name))).toEqual([]);
  });
});

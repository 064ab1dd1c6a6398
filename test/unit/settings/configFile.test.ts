import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DataDirectory } from '../../../src/home/dataDirectory.ts';
import { MemoryBridgeError } from '../../../src/core/errors.ts';
import { configSchema } from '../../../src/protocol/settings/serverSettings.ts';
import { ConfigFile } from '../../../src/settings/configFile.ts';
import { tempDirectory, type TempDirectory } from '../../../dev/files/tempDirectory.ts';

let temp: TempDirectory;
let directory: DataDirectory;
let config: ConfigFile;
let count = 0;
const defaults = configSchema.parse({});

beforeAll(async () => {
  temp = await tempDirectory('config');
});
beforeEach(() => {
  directory = new DataDirectory(temp.join(`home-${++count}`)).prepare();
  config = new ConfigFile(directory);
});
afterAll(() => temp.dispose());

describe('config.jsonc', () => {
  it('may be missing', () => {
    expect(config.read()).toEqual({ config: defaults, warnings: [] });
  });

  it('keeps comments and order when a setting is changed', () => {
    writeFileSync(config.path, '{\n  // days\n  "candidateExpiryDays": 5, // few\n  "toolset": "full",\n}\n');
    expect(config.set({ candidateExpiryDays: 9, captureCommits: false }).config).toEqual({
      ...defaults,
      candidateExpiryDays: 9,
      toolset: 'full',
      captureCommits: false,
    });
    const text = readFileSync(config.path, 'utf8');
    expect(text).toContain('// days');
    expect(text).toContain('"candidateExpiryDays": 9, // few');
  });

  it('is made by the first change', () => {
    expect(config.set({ toolset: 'full' }).config.toolset).toBe('full');
    expect(config.read()).toEqual({ config: { ...defaults, toolset: 'full' }, warnings: [] });
  });

  it.skipIf(process.platform === 'win32')('is made for its owner alone, and keeps what it may be', () => {
    const others = () => statSync(config.path).mode & 0o077;
    config.set({ toolset: 'full' });
    expect(others()).toBe(0);
    config.set({ toolset: 'core' });
    expect(others()).toBe(0);
    // As dotfiles that it may be a link to.
    chmodSync(config.path, 0o644);
    config.set({ captureCommits: false });
    expect(others()).toBe(0o044);
    expect(config.read().config).toEqual({ ...defaults, captureCommits: false });
  });

  it('uses the default for what is wrong, and says so', () => {
    writeFileSync(config.path, '{ "candidateExpiryDays": "many", "captureCommits": false, "color": "red" }');
    const reading = config.read();
    expect(reading.config).toEqual({ ...defaults, captureCommits: false });
    expect(reading.warnings).toHaveLength(2);
    expect(reading.warnings.join(' ')).toMatch(/candidateExpiryDays.*color/);
  });

  it('has groups, and says the line of what is wrong in them', () => {
    writeFileSync(
      config.path,
      '{\n  "boot": {\n    "facts": false,\n    "maxHotItems": "many",\n    "hue": 1\n  },\n  "logs": 3,\n  "color": "red"\n}\n',
    );
    const reading = config.read();
    expect(reading.config).toEqual({ ...defaults, boot: { ...defaults.boot, facts: false } });
    expect(reading.warnings).toEqual([
      'Line 4: "boot.maxHotItems" takes a whole number from 1 to 50; its default is used.',
      'Line 5: there is no setting "boot.hue".',
      'Line 7: "logs" must hold settings in braces; its defaults are used.',
      'Line 8: there is no setting "color".',
    ]);
  });

  it('keeps the comments of a group of which one setting is changed', () => {
    writeFileSync(config.path, '{\n  "boot": {\n    // not here\n    "facts": false\n  }\n}\n');
    const { config: changed } = config.set({ boot: { maxHotItems: 9 }, logs: { keep: 5 } });
    expect(changed).toEqual({
      ...defaults,
      boot: { ...defaults.boot, facts: false, maxHotItems: 9 },
      logs: { ...defaults.logs, keep: 5 },
    });
    expect(readFileSync(config.path, 'utf8')).toContain('// not here');
  });

  it('is not written over when it is broken', () => {
    const broken = '{ "toolset": "full", ';
    writeFileSync(config.path, broken);
    expect(config.read().warnings.length).toBeGreaterThan(0);
    expect(() => config.set({ toolset: 'core' })).toThrow(MemoryBridgeError);
    expect(readFileSync(config.path, 'utf8')).toBe(broken);
  });
});

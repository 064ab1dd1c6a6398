import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { installVersion } from '../../../src/cli/upgrade/installVersion.ts';
import type { NpmResult } from '../../../src/cli/upgrade/npm.ts';
import { product } from '../../../src/core/product.ts';
import { DataDirectory } from '../../../src/home/dataDirectory.ts';
import { readLauncher, refreshLauncher } from '../../../src/setup/launcher.ts';
import { launcherAssets } from '../../../src/setup/launcherAssets.ts';

let temp: TempDirectory;
let directory: DataDirectory;
const programOf = async (dist: string, text: string) => {
  await mkdir(dist, { recursive: true });
  for (const name of launcherAssets) await writeFile(path.join(dist, name), text);
};

beforeEach(async () => {
  temp = await tempDirectory('install');
  directory = new DataDirectory(temp.join('home')).prepare();
  await programOf(temp.join('old'), 'old');
  await refreshLauncher({
    home: directory.home,
    dist: temp.join('old'),
    version: '1.0.0',
    runtime: process.execPath,
    isEditor: false,
  });
});
afterEach(() => temp.dispose());

/** npm that lays out a version, and says this of its signature. */
const npmThat = (signatures: NpmResult, laid = '1.1.0') => {
  const calls: string[] = [];
  return {
    calls,
    run: async ([verb = '', ...rest]: readonly string[]): Promise<NpmResult> => {
      calls.push(verb);
      if (verb !== 'install') return signatures;
      const folder = path.join(rest[rest.indexOf('--prefix') + 1] ?? '', 'node_modules', product);
      await programOf(path.join(folder, 'dist'), 'new');
      await writeFile(path.join(folder, 'package.json'), JSON.stringify({ version: laid }));
      return { code: 0, output: '' };
    },
  };
};
const install = (npm: ReturnType<typeof npmThat>, registry = 'https://registry.npmjs.org/') =>
  installVersion(directory, { version: '1.1.0', registry: new URL(registry), npm });
const installed = async () => (await readLauncher(directory.home)).version;

describe('a version from the registry that signs', () => {
  it('is installed when npm has verified its signature', async () => {
    const npm = npmThat({ code: 0, output: '1 package has a verified registry signature' });
    expect(await install(npm)).toMatchObject({ isSigned: true, launcher: { version: '1.1.0' } });
    expect(npm.calls).toEqual(['install', 'audit']);
  });

  it.each([
    '1 package has an invalid registry signature',
    '1 package has a missing registry signature but the registry is providing signing keys',
    'npm error request to https://tuf.invalid failed',
  ])('is refused, and the old one is kept: %s', async (output) => {
    await expect(install(npmThat({ code: 1, output }))).rejects.toThrow(
      `The signature of the package could not be verified; the version that runs was kept. ${output.replace('npm error ', '')}`,
    );
    expect(await installed()).toBe('1.0.0');
  });

  it('is refused when it is another one than was asked for', async () => {
    await expect(install(npmThat({ code: 0, output: '' }, '1.0.9'))).rejects.toThrow(
      'installed 1.0.9 in place of 1.1.0',
    );
    expect(await installed()).toBe('1.0.0');
  });
});

describe('a version from a mirror', () => {
  it('is installed by its sum, which npm verifies, and that is said', async () => {
    const npm = npmThat({ code: 1, output: 'unused' });
    expect(await install(npm, 'https://mirror.example/npm/')).toMatchObject({ isSigned: false });
    expect(npm.calls).toEqual(['install']);
    expect(await installed()).toBe('1.1.0');
  });
});

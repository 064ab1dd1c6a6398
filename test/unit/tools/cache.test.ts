import { readFile, readdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { installOnce } from '../../../tools/setup/cache.mjs';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';

describe('installOnce', () => {
  let temp: TempDirectory;
  beforeEach(async () => {
    temp = await tempDirectory('cache');
    vi.stubEnv('OPENCODE_MEMORY_BRIDGE_CACHE', temp.path);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await temp.dispose();
  });

  const log: string[] = [];
  let builds = 0;
  const install = (version: string, build = fill) =>
    installOnce({ name: 'tool', versions: { tool: version }, build, log: (line) => log.push(line) });

  async function fill(directory: string): Promise<void> {
    builds += 1;
    await writeFile(path.join(directory, 'file'), `build ${builds}`);
  }

  it('builds a version once, and another version beside it', async () => {
    builds = 0;
    const first = await install('1');
    expect(await install('1')).toBe(first);
    expect(await readFile(path.join(first, 'file'), 'utf8')).toBe('build 1');

    expect(await install('2')).not.toBe(first);
    expect(builds).toBe(2);
  });

  it('lets one of two build while the other waits', async () => {
    builds = 0;
    const [a, b] = await Promise.all([install('1'), install('1')]);
    expect(a).toBe(b);
    expect(builds).toBe(1);
    expect(log.at(-1)).toMatch(/waiting/);
  });

  it('leaves nothing behind when the build fails, and can be tried again', async () => {
    const broken = () => Promise.reject(new Error('no network'));
    await expect(install('1', broken)).rejects.toThrow('no network');
    expect(await readdir(temp.path)).toEqual([]);

    await install('1');
    expect(await readdir(temp.path)).toHaveLength(1);
  });

  it('takes over from an install that was cut off', async () => {
    await temp.write('.tool-half-built/file', 'half');
    const lock = await temp.write('tool.lock', '1\n');
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(lock, longAgo, longAgo);

    const directory = await install('1');
    expect(await readdir(temp.path)).toEqual([path.basename(directory)]);
  });
});

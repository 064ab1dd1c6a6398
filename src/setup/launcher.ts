import { readWhole, writeWhole } from '../home/wholeFile.ts';
import { createHash, randomBytes } from 'node:crypto';
import { copyFile, mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MemoryBridgeError } from '../core/errors.ts';
import { compareVersions } from '../core/compareVersions.ts';
import { launcherAssets, modelAssets } from './launcherAssets.ts';
import { posixLauncher, windowsLauncher } from './launcherScripts.ts';
import { windowsRuntimes } from './windowsRuntimes.ts';

export interface LauncherSource {
  /** The data directory. */
  readonly home: string;
  /** Folder with the built program, for example `dist/` of the installed extension. */
  readonly dist: string;
  readonly version: string;
  /** Program that can run it: `process.execPath`, of an editor or of node. */
  readonly runtime: string;
  /** An editor's runtime is preferred to a node that a command line happened to run on. */
  readonly isEditor: boolean;
  /** Run this version from now on although a newer one is installed. */
  readonly downgrade?: boolean;
}

export interface LauncherState {
  /** The launcher for this platform. */
  readonly path: string;
  /** Version that it runs; null when nothing is installed or the program is missing. */
  readonly version: string | null;
  /** Runtimes that it tries, in order, before `node`. */
  readonly runtimes: readonly string[];
}

/** More would be of no use: the first that exists is taken. */
const maxRuntimes = 6;
const keptVersions = 2;
const maxVersions = 6;
const week = 7 * 24 * 3600_000;

/** The program that configurations name; it stays where it is whatever is installed or updated. */
export function launcherPath(home: string, platform: NodeJS.Platform = process.platform): string {
  return path.join(home, 'bin', platform === 'win32' ? 'memory-bridge.cmd' : 'memory-bridge');
}

/**
 * Brings `<home>/bin` up to date: a copy of the program under `versions/<version>+<hash>/`, what to run in `current`,
 * what to run it on in `runtimes` (for `cmd.exe` in `runtimes.windows`), and the launchers. Every step is atomic, so a launcher may be used meanwhile;
 * running programs keep the files they were started from. Never goes back to an older version unless told to.
 */
export async function refreshLauncher(source: LauncherSource): Promise<LauncherState> {
  const bin = path.join(source.home, 'bin');
  await mkdir(path.join(bin, 'versions'), { recursive: true, mode: 0o700 });
  const current = await currentId(bin);
  if (current === undefined || source.downgrade || compareVersions(source.version, versionOf(current)) >= 0) {
    const id = await install(bin, source, current);
    if (id !== current) writeWhole(path.join(bin, 'current'), `${id}\n`, { mode: 0o644 });
    await prune(path.join(bin, 'versions'), id);
  }
  await writeRuntimes(bin, source);
  await writeIfDifferent(path.join(bin, 'memory-bridge'), posixLauncher, 0o755);
  await writeIfDifferent(path.join(bin, 'memory-bridge.cmd'), windowsLauncher, 0o755);
  return readLauncher(source.home);
}

/** What the launcher of a data directory would run now. */
export async function readLauncher(home: string): Promise<LauncherState> {
  const bin = path.join(home, 'bin');
  const id = await currentId(bin);
  return {
    path: launcherPath(home),
    version: id === undefined ? null : versionOf(id),
    runtimes: await readLines(path.join(bin, 'runtimes')),
  };
}

/** Has the launcher run the previous version again. Throws `not_found` when none was kept. */
export async function rollBackLauncher(home: string): Promise<LauncherState> {
  const bin = path.join(home, 'bin');
  const current = await currentId(bin);
  const names = await readdir(path.join(bin, 'versions')).catch(() => []);
  const older = names
    .filter((name) => !name.startsWith('.') && name !== current)
    .filter((name) => current === undefined || compareVersions(versionOf(name), versionOf(current)) < 0)
    .sort((left, right) => compareVersions(versionOf(right), versionOf(left)));
  for (const id of older)
    if ((await sizeOf(path.join(bin, 'versions', id, 'cli.js'))) !== undefined) {
      writeWhole(path.join(bin, 'current'), `${id}\n`, { mode: 0o644 });
      return readLauncher(home);
    }
  throw new MemoryBridgeError('not_found', `No earlier version is kept in ${path.join(bin, 'versions')}.`);
}

/** Id of the installed version, when its program is really there. */
async function currentId(bin: string): Promise<string | undefined> {
  const [id] = await readLines(path.join(bin, 'current'));
  if (id === undefined || (await sizeOf(path.join(bin, 'versions', id, 'cli.js'))) === undefined)
    return undefined;
  return id;
}

function versionOf(id: string): string {
  return id.slice(0, id.lastIndexOf('+'));
}

/** Copies the program unless the same one is there; answers its id. */
async function install(bin: string, source: LauncherSource, current: string | undefined): Promise<string> {
  const versions = path.join(bin, 'versions');
  if (current !== undefined && path.dirname(path.resolve(source.dist)) === path.resolve(versions))
    return current;
  const stamp = await stampOf(source);
  if (current !== undefined && (readWhole(path.join(versions, current, 'source.json')) ?? null) === stamp)
    return current;
  const hash = createHash('sha256');
  const assets = await assetsOf(source.dist);
  for (const name of assets) hash.update(await readFile(path.join(source.dist, name)));
  const id = `${source.version}+${hash.digest('hex').slice(0, 12)}`;
  const target = path.join(versions, id);
  if (await isComplete(target, source.dist)) {
    writeWhole(path.join(target, 'source.json'), stamp);
    return id;
  }
  const temporary = path.join(versions, `.tmp-${process.pid}-${randomBytes(4).toString('hex')}`);
  try {
    await mkdir(temporary, { mode: 0o700 });
    for (const name of assets) await copyFile(path.join(source.dist, name), path.join(temporary, name));
    await writeFile(path.join(temporary, 'source.json'), stamp);
    await rename(temporary, target).catch(async () => {
      if (await isComplete(target, source.dist)) return rm(temporary, { recursive: true, force: true });
      // What a crash left of it stands in the way. Not removed before: it may be another window's that was faster.
      await rm(target, { recursive: true, force: true });
      await rename(temporary, target);
    });
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    // Another window was faster with the same program.
    if (!(await isComplete(target, source.dist))) throw error;
  }
  return id;
}

/** Tells one build from another without reading it: activation must stay quick. */
async function stampOf({ dist, version }: LauncherSource): Promise<string> {
  const files = await Promise.all(
    (await assetsOf(dist)).map(async (name) => {
      const file = path.join(dist, name);
      const found = await stat(file).catch((cause: unknown) => {
        throw new MemoryBridgeError('not_found', `${file} is missing, so the launcher cannot be installed.`, {
          cause,
        });
      });
      return { name, bytes: found.size, modified: found.mtimeMs };
    }),
  );
  return `${JSON.stringify({ version, dist, files })}\n`;
}

async function assetsOf(dist: string): Promise<string[]> {
  const present = await Promise.all(modelAssets.map((name) => sizeOf(path.join(dist, name))));
  return [...launcherAssets, ...modelAssets.filter((_name, index) => present[index] !== undefined)];
}

async function isComplete(target: string, dist: string): Promise<boolean> {
  const assets = await assetsOf(dist);
  const sizes = (folder: string) => Promise.all(assets.map((name) => sizeOf(path.join(folder, name))));
  const [there, here] = await Promise.all([sizes(target), sizes(dist)]);
  return there.every((size, index) => size !== undefined && size === here[index]);
}

/** Editors first, the latest first among them; a node only behind them. Those that are gone fall out. */
async function writeRuntimes(bin: string, { runtime, isEditor }: LauncherSource): Promise<void> {
  const file = path.join(bin, 'runtimes');
  const known = await readLines(file);
  if (!isEditor && known.includes(runtime)) return writeWindowsRuntimes(bin, known);
  const rest = known.filter((each) => each !== runtime);
  const ordered = isEditor ? [runtime, ...rest] : [...rest, runtime];
  const present: string[] = [];
  for (const each of ordered) if ((await sizeOf(each)) !== undefined) present.push(each);
  const kept = present.slice(0, maxRuntimes);
  await writeIfDifferent(file, kept.map((each) => `${each}\n`).join(''), 0o644);
  await writeWindowsRuntimes(bin, kept);
}

async function writeWindowsRuntimes(bin: string, runtimes: readonly string[]): Promise<void> {
  if (process.platform !== 'win32') return;
  await writeIfDifferent(path.join(bin, 'runtimes.windows'), windowsRuntimes(runtimes, bin), 0o644);
}

/**
 * Keeps the current version, the one before it, and what was installed within a week, because a program that runs
 * since before the update may still load its database engine from there.
 */
async function prune(versions: string, currentId: string): Promise<void> {
  const names = await readdir(versions);
  const aged = await Promise.all(
    names.map(async (name) => ({
      name,
      at: (await stat(path.join(versions, name)).catch(() => null))?.mtimeMs ?? 0,
    })),
  );
  const now = Date.now();
  const others = aged.filter(({ name }) => name !== currentId).sort((left, right) => right.at - left.at);
  const installed = others.filter(({ name }) => !name.startsWith('.tmp-'));
  const outdated = installed.filter(
    ({ at }, index) => index + 1 >= maxVersions || (index + 1 >= keptVersions && now - at > week),
  );
  const abandoned = others.filter(({ name, at }) => name.startsWith('.tmp-') && now - at > 3600_000);
  for (const { name } of [...outdated, ...abandoned])
    // Windows does not delete what is in use: next time, then.
    await rm(path.join(versions, name), { recursive: true, force: true }).catch(() => undefined);
}

async function writeIfDifferent(file: string, content: string, mode: number): Promise<void> {
  const info = await stat(file).catch(() => undefined);
  if (readWhole(file) === content && (process.platform === 'win32' || ((info?.mode ?? 0) & 0o777) === mode))
    return;
  writeWhole(file, content, { mode });
}

async function readLines(file: string): Promise<string[]> {
  return (readWhole(file) ?? '').split(/\r?\n/).filter((line) => line !== '');
}

async function sizeOf(file: string): Promise<number | undefined> {
  return stat(file).then(
    ({ size }) => size,
    () => undefined,
  );
}

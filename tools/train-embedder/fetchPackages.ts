import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

/** A Debian documentation package that is trained on. */
export interface DocumentationPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression, `public domain` or `WordNet-3.0`, as its copyright file has it for the documentation. */
  readonly licence: string;
  /** Of the .deb file, hexadecimal. */
  readonly sha256: string;
  /** Regular expression that a file's path must match, where a package holds much that is no prose. */
  readonly only?: string;
}

export function readPackageList(file: string): DocumentationPackage[] {
  return JSON.parse(readFileSync(file, 'utf8')) as DocumentationPackage[];
}

/**
 * Downloads each package with apt and unpacks it below `cache`, without installing anything. What is there already is
 * kept. Throws when a package is not to be had in its version or is not the one whose checksum is listed.
 */
export function fetchPackages(
  packages: readonly DocumentationPackage[],
  cache: string,
  log: (line: string) => void,
): void {
  const downloads = path.join(cache, 'debs');
  mkdirSync(downloads, { recursive: true });
  for (const each of packages) {
    const target = unpackedFolder(cache, each);
    if (existsSync(target)) continue;
    const file = debFile(downloads, each) ?? download(downloads, each, log);
    const sum = createHash('sha256').update(readFileSync(file)).digest('hex');
    if (sum !== each.sha256)
      throw new Error(`${file} is not the listed package: its SHA-256 is ${sum}. Delete it and try again.`);
    const partial = `${target}.part`;
    rmSync(partial, { recursive: true, force: true });
    mkdirSync(partial, { recursive: true });
    execFileSync('dpkg-deb', ['-x', file, partial]);
    renameSync(partial, target);
  }
}

export function unpackedFolder(cache: string, { name, version }: DocumentationPackage): string {
  return path.join(cache, 'unpacked', `${name}-${version.replaceAll(/[^\w.+-]/g, '_')}`);
}

function debFile(downloads: string, { name, version }: DocumentationPackage): string | undefined {
  const start = `${name}_${version.replaceAll(':', '%3a')}_`;
  const found = readdirSync(downloads).find((file) => file.startsWith(start) && file.endsWith('.deb'));
  return found === undefined ? undefined : path.join(downloads, found);
}

function download(downloads: string, each: DocumentationPackage, log: (line: string) => void): string {
  log(`Downloading ${each.name} ${each.version}`);
  execFileSync('apt-get', ['download', `${each.name}=${each.version}`], { cwd: downloads, stdio: 'pipe' });
  const file = debFile(downloads, each);
  if (file === undefined) throw new Error(`apt-get downloaded no file for ${each.name} ${each.version}.`);
  return file;
}

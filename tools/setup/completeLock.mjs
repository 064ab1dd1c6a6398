/**
 * Completes package-lock.json: `node tools/setup/completeLock.mjs` after each change of dependencies.
 *
 * npm leaves out the optional packages of other platforms when the registry at hand does not have them, and `npm ci`
 * then refuses the lock file everywhere ("Missing … from lock file"). What is left out follows from the lock itself:
 * the version is pinned by the package that wants it, and the platform is part of the name.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const lockFile = fileURLToPath(new URL('../../package-lock.json', import.meta.url));

const systems = { windows: 'win32' };
const knownSystems = new Set([
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
]);
const knownCpus = new Set([
  'arm',
  'arm64',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'x64',
]);

/**
 * Adds the missing entries to a parsed lock file.
 *
 * @param {{ packages: Record<string, any> }} lock Changed in place.
 * @returns {string[]} Names of the packages that were added.
 */
export function completeLock(lock) {
  const added = [];
  for (const [where, wanting] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(wanting.optionalDependencies ?? {})) {
      if (lock.packages[`node_modules/${name}`] || lock.packages[`${where}/node_modules/${name}`]) continue;
      const platform = platformOf(name);
      if (!platform || !/^\d+\.\d+\.\d+/.test(version)) continue;
      const dev = wanting.dev === true ? { dev: true } : {};
      lock.packages[`node_modules/${name}`] = { version, ...platform, ...dev, optional: true };
      added.push(name);
    }
  }
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  lock.packages = Object.fromEntries(sorted);
  return added;
}

/** System, processor and C library from a name such as `@oxlint/binding-linux-arm64-musl`. */
function platformOf(name) {
  const words = name.split(/[/@-]/).map((word) => systems[word] ?? word);
  const os = words.find((word) => knownSystems.has(word));
  const cpu = words.find((word) => knownCpus.has(word));
  if (!os || !cpu) return undefined;
  const libc = /musl/.test(name) ? { libc: ['musl'] } : /-gnu/.test(name) ? { libc: ['glibc'] } : {};
  return { cpu: [cpu], ...libc, os: [os] };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const lock = JSON.parse(readFileSync(lockFile, 'utf8'));
  const added = completeLock(lock);
  writeFileSync(lockFile, `${JSON.stringify(lock, null, 2)}\n`);
  process.stdout.write(added.length === 0 ? 'The lock file is complete.\n' : `Added ${added.join(', ')}\n`);
}

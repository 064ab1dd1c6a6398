import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../../..');

export interface Import {
  readonly specifier: string;
  readonly isTypeOnly: boolean;
  /** Loaded when the code comes by, not with the file. */
  readonly isLazy: boolean;
}

/** Static, re-exporting and dynamic imports with a literal specifier. */
export function importsOf(text: string): Import[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const found: Import[] = [];
  for (const match of code.matchAll(
    /^\s*(?:import|export)\s+(type\s+)?(?:([\w*{},\s$]+?)\s+from\s+)?['"]([^'"\n]+)['"]/gm,
  )) {
    const named = /^\{(.*)\}$/s.exec(match[2]?.trim() ?? '')?.[1];
    const areTypes = named !== undefined && /^\s*(?:type\s+[\w$]+(?:\s+as\s+\w+)?\s*,?\s*)+$/.test(named);
    found.push({
      specifier: match[3] ?? '',
      isTypeOnly: match[1] !== undefined || areTypes,
      isLazy: false,
    });
  }
  for (const match of code.matchAll(/\b(?:import|require)\(\s*['"]([^'"\n]+)['"]\s*\)/g))
    found.push({ specifier: match[1] ?? '', isTypeOnly: false, isLazy: true });
  return found;
}

/** Text of every source file below the folders, by path from the root. Folders that are not there yet hold none. */
export function sourcesBelow(...folders: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const folder of folders)
    for (const file of filesBelow(path.join(root, folder)))
      found.set(path.relative(root, file).split(path.sep).join('/'), readFileSync(file, 'utf8'));
  return found;
}

function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(?:tsx?|m[jt]s)$/.test(entry.name))
      .filter((entry) => !entry.parentPath.includes('node_modules'))
      .map((entry) => path.join(entry.parentPath, entry.name));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** What a relative specifier in a file means, as a path from the root. */
export const targetOf = (file: string, specifier: string): string =>
  path.posix.join(path.posix.dirname(file), specifier);

/** Files that are loaded with `entry`, and what they load in turn; lazily, too, when that is asked for. */
export function reachable(
  entry: string,
  files: ReadonlyMap<string, string>,
  { lazily = false }: { lazily?: boolean } = {},
): Set<string> {
  const seen = new Set<string>();
  const queue = [entry];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    for (const { specifier, isTypeOnly, isLazy } of importsOf(files.get(file) ?? ''))
      if (!isTypeOnly && specifier.startsWith('.') && (lazily || !isLazy))
        queue.push(targetOf(file, specifier));
  }
  return seen;
}

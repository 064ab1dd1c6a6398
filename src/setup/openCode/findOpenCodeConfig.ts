import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

export type SetupScope = 'global' | 'project';

export interface ConfigLocation {
  /** The file to change: the one that wins for OpenCode among those that exist, else the one to create. */
  readonly path: string;
  readonly exists: boolean;
  /** Folder that OpenCode takes for the project; for the global scope the configuration folder. */
  readonly folder: string;
  /** Further files of OpenCode that could define the same server, weakest first. */
  readonly others: readonly string[];
}

/** Where OpenCode keeps its own configuration: `~/.config/opencode` on every platform, Windows and macOS too. */
export function globalConfigFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const home = environment['HOME'] ?? environment['USERPROFILE'] ?? homedir();
  const base = environment['XDG_CONFIG_HOME'];
  return path.join(base ? base : path.join(home, '.config'), 'opencode');
}

/**
 * OpenCode 1.18 reads every `opencode.json` and `opencode.jsonc` (the second wins) of the global folder, then those from the
 * top of the work tree down to the folder it was started in, then `.opencode/` folders; the last one wins.
 */
export async function findOpenCodeConfig(
  scope: SetupScope,
  folder: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<ConfigLocation> {
  if (scope === 'global') {
    const directory = globalConfigFolder(environment);
    const files = ['config.json', 'opencode.json', 'opencode.jsonc'].map((name) =>
      path.join(directory, name),
    );
    return locate(await existing(files), path.join(directory, 'opencode.json'), directory);
  }
  const start = path.resolve(folder);
  const root = await projectRoot(start);
  const folders = [...ancestors(start, root)].toReversed();
  const files = folders.flatMap((each) =>
    ['opencode.json', 'opencode.jsonc'].map((name) => path.join(each, name)),
  );
  const hidden = folders.flatMap((each) =>
    ['opencode.json', 'opencode.jsonc'].map((name) => path.join(each, '.opencode', name)),
  );
  const location = locate(await existing(files), path.join(root, 'opencode.json'), root);
  return { ...location, others: [...location.others, ...(await existing(hidden))] };
}

/** The nearest folder above that holds `.git` (a file in a worktree), else the folder itself. */
export async function projectRoot(folder: string): Promise<string> {
  for (const candidate of ancestors(path.resolve(folder))) {
    if ((await existing([path.join(candidate, '.git')])).length > 0) return candidate;
  }
  return path.resolve(folder);
}

function locate(found: readonly string[], fallback: string, folder: string): ConfigLocation {
  const winner = found.at(-1);
  return {
    path: winner ?? fallback,
    exists: winner !== undefined,
    folder,
    others: found.filter((file) => file !== winner),
  };
}

async function existing(files: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    files.map((file) =>
      stat(file).then(
        () => true,
        () => false,
      ),
    ),
  );
  return files.filter((_, index) => found[index]);
}

function* ancestors(start: string, last?: string): Generator<string> {
  for (let folder = start; ; folder = path.dirname(folder)) {
    yield folder;
    if (folder === last || folder === path.dirname(folder)) return;
  }
}

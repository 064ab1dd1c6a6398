import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

export interface OpenCodeProgram {
  readonly path: string;
  /** As it says itself; null when it did not answer. */
  readonly version: string | null;
}

/** The `opencode` that a terminal would start, or undefined when there is none on PATH. */
export async function findOpenCodeProgram(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): Promise<OpenCodeProgram | undefined> {
  const names = platform === 'win32' ? ['opencode.exe', 'opencode.cmd'] : ['opencode'];
  const folders = (environment['PATH'] ?? environment['Path'] ?? '').split(path.delimiter).filter(Boolean);
  for (const candidate of folders.flatMap((folder) => names.map((name) => path.join(folder, name)))) {
    if (!(await isExecutable(candidate))) continue;
    return { path: candidate, version: await versionOf(candidate, environment) };
  }
  return undefined;
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function versionOf(file: string, environment: NodeJS.ProcessEnv): Promise<string | null> {
  try {
    const options = { env: environment, timeout: 10_000, shell: file.endsWith('.cmd') };
    const { stdout } = await promisify(execFile)(options.shell ? `"${file}"` : file, ['--version'], options);
    return /\d+\.\d+\.\d+\S*/.exec(stdout)?.[0] ?? null;
  } catch {
    // Present but not able to run: the doctor says so.
    return null;
  }
}

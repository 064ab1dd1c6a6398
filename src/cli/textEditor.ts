import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UsageError } from './usageError.ts';

export interface EditedText {
  readonly text: string;
  /** The file, which stays until `discard`: what was typed must not be lost over a mistake in it. */
  readonly file: string;
  readonly discard: () => Promise<void>;
}

/** What a shell answers for a program that is not there. */
const notFound = 127;

/** Has a person edit a text in the editor of their choice. Resolves when that has ended. */
export async function editText(text: string, name: string, env: NodeJS.ProcessEnv): Promise<EditedText> {
  const editor = env['VISUAL'] || env['EDITOR'] || (process.platform === 'win32' ? 'notepad' : 'vi');
  const folder = await mkdtemp(path.join(tmpdir(), 'memory-bridge-'));
  const file = path.join(folder, name);
  const discard = () => rm(folder, { recursive: true, force: true });
  await writeFile(file, text, { mode: 0o600 });
  const code = await run(editor, file).catch(() => notFound);
  const typed = (await readFile(file, 'utf8')).replaceAll('\r\n', '\n');
  if (code === 0) return { text: typed, file, discard };
  const kept = typed === text ? '' : ` Your text is in ${file}.`;
  if (kept === '') await discard();
  throw new UsageError(
    code === notFound
      ? `The editor "${editor}" could not be started. Set EDITOR to an editor that is installed.`
      : `The editor "${editor}" exited with code ${code}, so nothing was changed.${kept}`,
  );
}

/** The setting may hold arguments, as in `code --wait`, so a shell reads it; the file is an argument of its own. */
function run(editor: string, file: string): Promise<number | null> {
  const child =
    process.platform === 'win32'
      ? spawn(`${editor} "${file}"`, { stdio: 'inherit', shell: true })
      : spawn('sh', ['-c', `${editor} "$1"`, 'sh', file], { stdio: 'inherit' });
  return new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve));
}

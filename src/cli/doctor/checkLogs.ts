import { access, constants, stat } from 'node:fs/promises';
import { countOf } from '../../core/text/countOf.ts';
import { listLogs } from '../../home/logFiles.ts';
import { formatBytes } from '../renderMemories.ts';
import { type Check, type DoctorContext, ok, warn } from './check.ts';

/** Whether servers can say what happens to them, and how much room that takes. */
export async function checkLogs({ directory }: Pick<DoctorContext, 'directory'>): Promise<Check> {
  const name = 'Logs';
  const { logs } = directory;
  if (!(await stat(logs).catch(() => undefined))) return ok(name, 'none yet (written at first use)');
  const files = await listLogs(directory);
  for (const file of [logs, ...files.map((each) => each.path)])
    if (!(await isWritable(file))) return warn(name, `${file} cannot be written`, `Run: chmod u+w "${file}"`);
  const bytes = files.reduce((sum, each) => sum + each.bytes, 0);
  return ok(
    name,
    files.length === 0 ? 'none yet' : `${countOf(files.length, 'file')}, ${formatBytes(bytes)} in ${logs}`,
  );
}

/** What has no permission to write is meant to stay as it is, even where an administrator could write it. */
async function isWritable(file: string): Promise<boolean> {
  if (process.platform !== 'win32' && ((await stat(file)).mode & 0o222) === 0) return false;
  return access(file, constants.W_OK).then(
    () => true,
    () => false,
  );
}

import { readFile } from 'node:fs/promises';
import path from 'node:path';

const sha = /^[0-9a-f]{40,64}$/;

/**
 * The commit that a repository, a bare one or a further working tree has checked out, read as git writes it down.
 * Undefined where it is written down otherwise, in a packed file for example: then git knows.
 */
export async function headOf(directory: string): Promise<string | undefined> {
  const place = await gitFolderOf(directory);
  const head = await lineOf(path.join(place, 'HEAD'));
  if (head === undefined || sha.test(head)) return head;
  const branch = /^ref: (refs\/.+)$/.exec(head)?.[1];
  if (branch === undefined) return undefined;
  const shared = path.resolve(place, (await lineOf(path.join(place, 'commondir'))) ?? '.');
  const found = await lineOf(path.join(shared, branch));
  return found !== undefined && sha.test(found) ? found : undefined;
}

async function gitFolderOf(directory: string): Promise<string> {
  const place = path.join(directory, '.git');
  const pointer = /^gitdir: (.+)$/.exec((await lineOf(place)) ?? '')?.[1];
  if (pointer !== undefined) return path.resolve(directory, pointer);
  return (await lineOf(path.join(place, 'HEAD'))) === undefined ? directory : place;
}

const lineOf = (file: string): Promise<string | undefined> =>
  readFile(file, 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  );

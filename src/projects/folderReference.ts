import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { MemoryBridgeError } from '../core/errors.ts';

/** The absolute path that a reference means, if it means one: a path, `folder:<path>` or a `file:` URL. */
export function folderOf(text: string): string | undefined {
  if (/^file:/i.test(text)) return folderOfUrl(text);
  const plain = withoutFolder(text);
  return path.isAbsolute(plain) ? path.normalize(plain) : undefined;
}

/** Nothing of the address is repeated in a refusal: it may hold a password. */
function folderOfUrl(text: string): string {
  try {
    if (/^file:\//i.test(text)) return fileURLToPath(text);
  } catch {
    // Another machine's, or not the address of a file at all.
  }
  throw new MemoryBridgeError(
    'invalid_input',
    'This file: address names no folder of this machine. Give the absolute path of the project.',
  );
}

/** What can be meant as a folder only, and not as one of this machine, and what no reader could tell apart. */
export function refuseAsName(text: string): void {
  if (/^(?:\.{1,2}|~)(?:[\\/]|$)/.test(withoutFolder(text)))
    throw new MemoryBridgeError(
      'invalid_input',
      `"${text}" depends on the folder of the caller. Give the absolute path of the project.`,
    );
  if (/^(?:[a-z]:[\\/]|\\\\)/i.test(text))
    throw new MemoryBridgeError(
      'not_found',
      `"${text}" is a folder of Windows, and this server runs on another system. Name the project by its id instead.`,
    );
  if (/[\p{Cc}\p{Cs}]/u.test(text))
    throw new MemoryBridgeError(
      'invalid_input',
      'The name of a project must not hold line breaks or other control characters.',
    );
}

const withoutFolder = (text: string): string =>
  text.startsWith('folder:') ? text.slice('folder:'.length) : text;

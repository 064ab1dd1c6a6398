import { Uri } from 'vscode';
import type { MemoryRecord } from '../../../protocol/memoryRecord.ts';
import { schemes } from './memorySchemes.ts';

/** The id travels in the query, so that the path can be a name that a person reads on the tab. */
export function readUri(memory: Pick<MemoryRecord, 'id' | 'title'>): Uri {
  return Uri.from({ scheme: schemes.read, path: `/${fileName(memory)}`, query: memory.id });
}

/** A memory as a document that saves into it. `accept` also takes a candidate out of the inbox. */
export function editUri(memory: Pick<MemoryRecord, 'id' | 'title' | 'status'>): Uri {
  const fragment = memory.status === 'candidate' ? 'accept' : '';
  return Uri.from({ scheme: schemes.edit, path: `/${fileName(memory)}`, query: memory.id, fragment });
}

/** Whether a document of one of our schemes is a memory; others have pages of another name. */
export function isMemoryUri(uri: Uri): boolean {
  return /^[\da-f-]{36}$/.test(memoryIdOf(uri));
}

export function memoryIdOf(uri: Uri): string {
  return uri.query;
}

function fileName({ title }: Pick<MemoryRecord, 'title'>): string {
  const name = title
    .replaceAll(/[\\/:*?"<>|#%\p{Cc}]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 60)
    .trim();
  return `${name === '' ? 'memory' : name}.md`;
}

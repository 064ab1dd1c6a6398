import { l10n, workspace } from 'vscode';
import { MemoryBridgeError } from '../../../core/errors.ts';

/** Memories of an untrusted folder may be read. Nothing is written for it, because its files could steer what. */
export function requireTrust(): void {
  if (workspace.isTrusted) return;
  throw new MemoryBridgeError(
    'forbidden',
    l10n.t('This folder is not trusted, so memories can only be read. Trust the folder to change them.'),
  );
}

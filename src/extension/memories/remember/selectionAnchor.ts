import { createHash } from 'node:crypto';
import path from 'node:path';
import type { TextEditor } from 'vscode';
import type { Anchor } from '../../../core/memory/anchor.ts';
import type { GitExtension } from '../../shared/gitExtension.ts';
import { folderPathOf } from '../../shared/platform/workspaceFolders.ts';

/** Where the cursor is, and what is selected there. */
export interface EditorSelection {
  readonly anchor: Anchor;
  /** Empty when nothing is selected. */
  readonly text: string;
  readonly languageId: string;
}

/**
 * The selected lines of a file of the workspace as an anchor: path from the project's root, a hash of the lines to
 * notice later edits, and the commit, when the lines are as committed or not.
 */
export async function selectionOf(
  editor: TextEditor | undefined,
  git: GitExtension,
): Promise<EditorSelection | undefined> {
  if (!editor) return undefined;
  const { document, selection } = editor;
  if (document.uri.scheme !== 'file') return undefined;
  const repository = await git.repositoryOf(document.uri);
  const root = repository?.rootUri.fsPath ?? folderPathOf(document.uri);
  if (root === undefined) return undefined;
  const first = selection.start.line;
  // A selection that ends at the start of a line does not mean that line.
  const last =
    selection.end.character === 0 && selection.end.line > first ? selection.end.line - 1 : selection.end.line;
  const lines: string[] = [];
  for (let line = first; line <= last; line++) lines.push(document.lineAt(line).text);
  const commit = repository?.state.HEAD?.commit;
  return {
    anchor: {
      path: path.relative(root, document.uri.fsPath).split(path.sep).join('/'),
      startLine: first + 1,
      endLine: last + 1,
      contentHash: createHash('sha256').update(lines.join('\n')).digest('hex'),
      ...(commit === undefined ? {} : { commit }),
    },
    text: document.getText(selection),
    languageId: document.languageId,
  };
}

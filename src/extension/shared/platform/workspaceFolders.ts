import { Uri, window, workspace } from 'vscode';

/** A folder of the workspace on this machine; the server resolves its path to a project. */
export interface WorkspaceFolderPath {
  readonly name: string;
  readonly path: string;
}

/** Folders that git and the server can read. Folders of virtual workspaces have no path and are left out. */
export function workspaceFolderPaths(): WorkspaceFolderPath[] {
  return (workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map(({ name, uri }) => ({ name, path: uri.fsPath }));
}

/** The folder that a file belongs to. */
export function folderPathOf(uri: Uri): string | undefined {
  const folder = workspace.getWorkspaceFolder(uri) ?? workspace.getWorkspaceFolder(Uri.file(uri.fsPath));
  return folder?.uri.scheme === 'file' ? folder.uri.fsPath : undefined;
}

/** The folder that the person works in: of the active editor, else the only or the first one. */
export function currentFolderPath(): string | undefined {
  const active = window.activeTextEditor?.document.uri;
  return (active && folderPathOf(active)) ?? workspaceFolderPaths()[0]?.path;
}

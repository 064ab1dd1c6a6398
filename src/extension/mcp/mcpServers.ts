import { EventEmitter, l10n, lm, McpStdioServerDefinition, Uri, workspace } from 'vscode';
import type { DisposableLike } from '../../core/disposable.ts';
import { environment, version } from '../../core/product.ts';
import type { Feature } from '../shared/feature.ts';
import { mcpProviderId } from './mcpIds.ts';
import { DisposableStore } from '../shared/platform/disposableStore.ts';
import { currentFolderPath } from '../shared/platform/workspaceFolders.ts';

/**
 * Gives the same memory to agents inside the editor: the command line of this extension on the editor's own runtime.
 * It is not the launcher in the data directory, because that one is for programs that outlive an extension update.
 */
export class McpServers implements Feature {
  readonly name = 'MCP server';
  readonly #cli: string;
  readonly #home: string;

  constructor(cli: string, home: string) {
    this.#cli = cli;
    this.#home = home;
  }

  register(): DisposableLike {
    const changed = new EventEmitter<void>();
    return new DisposableStore(
      changed,
      workspace.onDidChangeWorkspaceFolders(() => changed.fire()),
      lm.registerMcpServerDefinitionProvider(mcpProviderId, {
        onDidChangeMcpServerDefinitions: changed.event,
        provideMcpServerDefinitions: () => [this.#definition()],
      }),
    );
  }

  #definition(): McpStdioServerDefinition {
    const definition = new McpStdioServerDefinition(
      l10n.t('Memory'),
      process.execPath,
      [this.#cli, 'mcp'],
      // On the desktop the runtime is the editor itself, which runs as Node only when told to.
      { ELECTRON_RUN_AS_NODE: '1', [environment.home]: this.#home },
      version,
    );
    const folder = currentFolderPath();
    if (folder !== undefined) definition.cwd = Uri.file(folder);
    return definition;
  }
}

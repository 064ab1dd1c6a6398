import { authentication, l10n, type QuickPickItem, window } from 'vscode';
import type { MemoryClient } from '../../client/memoryClient.ts';
import type { DisposableLike } from '../../core/disposable.ts';
import type { ForgeSettings, Forges } from '../../core/forge/forges.ts';
import { lendKeyOperation } from '../../protocol/operations/embedding/lendKey.ts';
import { configureOperation } from '../../protocol/operations/system/configure.ts';
import type { CommandRegistry } from '../shared/commandRegistry.ts';
import type { Feature } from '../shared/feature.ts';
import type { Keyring } from '../shared/keyring.ts';

const gitHub = 'https://github.com';

interface TokenParts {
  readonly client: MemoryClient;
  readonly commands: CommandRegistry;
  readonly keyring: Keyring;
}

interface Choice extends QuickPickItem {
  readonly origin: string;
}

/** Tokens by which GitLab and GitHub are asked, kept by the editor and lent for the host that each is for. */
export class ForgeTokens implements Feature {
  readonly name = 'tokens of GitLab and GitHub';
  readonly #parts: TokenParts;

  constructor(parts: TokenParts) {
    this.#parts = parts;
  }

  register(): DisposableLike {
    return this.#parts.commands.register({ 'memoryBridge.setForgeToken': () => this.ask() });
  }

  /** Asks for the token of a forge, or forgets one. */
  async ask(): Promise<void> {
    const { keyring } = this.#parts;
    const choice = await window.showQuickPick(this.#choices(), {
      title: l10n.t('Token for GitLab or GitHub'),
      placeHolder: l10n.t('The token is kept in the editor’s secret storage and sent to this host alone'),
    });
    if (choice === undefined) return;
    if (await keyring.has(choice.origin)) {
      const replace = l10n.t('Replace the token');
      const forget = l10n.t('Forget the token');
      const wish = await window.showQuickPick([replace, forget], { title: choice.label });
      if (wish === forget) await keyring.forget(choice.origin);
      if (wish !== replace) return;
    }
    await keyring.ask(choice.origin);
  }

  /** Lends the token of the editor's own session with GitHub, when there is one and no other was set. Asks nobody. */
  async lendSession(): Promise<void> {
    if (await this.#parts.keyring.has(gitHub)) return;
    const session = await authentication.getSession('github', ['repo'], { silent: true });
    if (session !== undefined)
      await this.#parts.client.call(lendKeyOperation, { origin: gitHub, key: session.accessToken });
  }

  async #choices(): Promise<Choice[]> {
    return Promise.all(
      (await this.#forges()).map(async ({ host, web }): Promise<Choice> => {
        const { origin } = new URL(web);
        const isSet = await this.#parts.keyring.has(origin);
        return { label: host, origin, ...(isSet ? { description: l10n.t('set') } : {}) };
      }),
    );
  }

  async #forges(): Promise<Forges> {
    const { forgesOf } = await import('../../core/forge/forges.ts');
    const { config } = (await this.#parts.client.call(configureOperation, {})).result;
    const settings = (config as { forges?: Readonly<Record<string, ForgeSettings>> }).forges ?? {};
    return forgesOf(settings, config.identity.instance);
  }
}

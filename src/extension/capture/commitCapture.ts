import { l10n, workspace } from 'vscode';
import type { MemoryClient } from '../../client/memoryClient.ts';
import { Disposable, type DisposableLike } from '../../core/disposable.ts';
import { isRefusedAsOff } from '../../core/project/memoryOff.ts';
import type { OutputOf } from '../../protocol/operation.ts';
import { captureCommitsOperation } from '../../protocol/operations/capture/captureCommits.ts';
import type { ErrorPresenter } from '../shared/errors/errorPresenter.ts';
import type { MemoryActions } from '../shared/memory/memoryActions.ts';
import type { Feature } from '../shared/feature.ts';
import { DisposableStore } from '../shared/platform/disposableStore.ts';
import { brief } from '../shared/memory/brief.ts';
import type { GitApi, GitExtension, GitRepository } from '../shared/gitExtension.ts';
import { HeadWatcher } from './headWatcher.ts';
import type { HistoryOffer } from './historyOffer.ts';
import { isRewrite } from './reflog.ts';

type Captured = OutputOf<typeof captureCommitsOperation>;

/**
 * Has decisions read from commits of the open repositories, in trusted folders. The setting that turns it off is the
 * server's to obey: it is told of commits all the same, so that turning it on does not bring what was made meanwhile.
 */
export class CommitCapture implements Feature {
  readonly name = 'commit capture';
  readonly #git: GitExtension;
  readonly #client: MemoryClient;
  readonly #actions: MemoryActions;
  readonly #errors: ErrorPresenter;

  readonly #history: HistoryOffer;

  constructor(
    git: GitExtension,
    client: MemoryClient,
    actions: MemoryActions,
    errors: ErrorPresenter,
    history: HistoryOffer,
  ) {
    this.#history = history;
    this.#git = git;
    this.#client = client;
    this.#actions = actions;
    this.#errors = errors;
  }

  register(): DisposableLike {
    let running: Capturing | undefined;
    const begin = () => {
      if (running || !workspace.isTrusted) return;
      running = new Capturing(this.#git, (repository, how) => this.#capture(repository, how));
      running.start();
    };
    // Starting git is work that nobody waits for: the window comes first.
    const start = setTimeout(begin, 0);
    return new DisposableStore(
      { dispose: () => clearTimeout(start) },
      { dispose: () => running?.dispose() },
      workspace.onDidGrantWorkspaceTrust(begin),
    );
  }

  async #capture(repository: GitRepository, how: { opened: boolean; rewritten: boolean }): Promise<void> {
    const root = repository.rootUri.fsPath;
    try {
      const { result } = await this.#client.call(
        captureCommitsOperation,
        { root, localAuthors: await localAuthors(repository), catch_up: true, rewritten: how.rewritten },
        { project: root },
      );
      // What was missed is taken in silently: nobody made those commits just now.
      if (how.opened) await this.#history.look(root);
      else this.#tell(result);
    } catch (error) {
      // The status bar says so.
      if (isRefusedAsOff(error)) return;
      this.#errors.log(`The commits of ${root} could not be captured.`, error);
    }
  }

  #tell(captured: Captured): void {
    const message = messageOf(captured);
    if (message !== undefined && captured.changeId !== null)
      this.#actions.offerUndo(message, [captured.changeId]);
  }
}

/** What was taken in without a question. What waits in the Inbox shows itself there. */
function messageOf({ remembered, superseded }: Captured): string | undefined {
  const [kept] = remembered;
  const [ended] = superseded;
  const sha = kept?.source.ref?.slice(0, 7) ?? '';
  if (kept && ended)
    return l10n.t(
      'Remembered {0} and superseded {1} from commit {2}.',
      remembered.length,
      superseded.length,
      sha,
    );
  if (kept)
    return remembered.length === 1
      ? l10n.t('Remembered from commit {0}: “{1}”', sha, brief(kept.title))
      : l10n.t('Remembered {0} things from commit {1}.', remembered.length, sha);
  if (ended)
    return superseded.length === 1
      ? l10n.t('Superseded, because its decision record is no longer in force: “{0}”', brief(ended.title))
      : l10n.t('Superseded {0} memories whose decision records are no longer in force.', superseded.length);
  return undefined;
}

type Capture = (repository: GitRepository, how: { opened: boolean; rewritten: boolean }) => Promise<void>;

/** Follows the repositories of the window while capture is on. */
class Capturing extends Disposable {
  readonly #git: GitExtension;
  readonly #capture: Capture;
  readonly #watchers = new Map<GitRepository, HeadWatcher>();

  constructor(git: GitExtension, capture: Capture) {
    super();
    this.#git = git;
    this.#capture = capture;
    this._register({
      dispose: () => {
        for (const watcher of this.#watchers.values()) watcher.dispose();
      },
    });
  }

  start(): void {
    this._register(this.#git.onceAvailable((api) => this.#followAll(api)));
  }

  #followAll(api: GitApi): void {
    for (const repository of api.repositories) this.#follow(repository);
    this._register(api.onDidOpenRepository((repository) => this.#follow(repository)));
    this._register(
      api.onDidCloseRepository((repository) => {
        this.#watchers.get(repository)?.dispose();
        this.#watchers.delete(repository);
      }),
    );
  }

  #follow(repository: GitRepository): void {
    if (this.#watchers.has(repository)) return;
    const watcher = new HeadWatcher(repository, (moves) => {
      void this.#capture(repository, { opened: false, rewritten: moves.some(isRewrite) });
    });
    this.#watchers.set(repository, watcher);
    // Watching begins before catching up, so that no commit falls between the two.
    void watcher.start().then(() => this.#capture(repository, { opened: true, rewritten: false }));
  }
}

/** The addresses under which the person at this machine commits to a repository. */
async function localAuthors(repository: GitRepository): Promise<string[]> {
  const read = async (get: () => Promise<string>) => get().catch(() => '');
  const own = await read(() => repository.getConfig('user.email'));
  const email = own === '' ? await read(() => repository.getGlobalConfig('user.email')) : own;
  const fromEnvironment = process.env['GIT_AUTHOR_EMAIL'] ?? '';
  return [...new Set([email.trim(), fromEnvironment.trim()])].filter((each) => each !== '');
}

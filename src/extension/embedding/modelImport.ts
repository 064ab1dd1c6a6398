import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { l10n, ProgressLocation, type Uri, window } from 'vscode';
import { childEnvironment } from '../../client/childEnvironment.ts';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { ModelManifest } from '../../protocol/embedderSettings.ts';
import { dismissLabel } from '../shared/platform/dismissLabel.ts';
import { type ImportAnswer, readImportAnswer } from './importAnswer.ts';

const run = promisify(execFile);

/** Takes files of a model from this computer, through the command line: the editor's process has no models. */
export class ModelImport {
  readonly #cli: string;
  readonly #home: string;

  constructor(cli: string, home: string) {
    this.#cli = cli;
    this.#home = home;
  }

  /** The model, when it is whole afterwards; undefined when it is not or the person went away. */
  async run(): Promise<{ readonly manifest: ModelManifest | undefined } | undefined> {
    const files = await window.showOpenDialog({
      title: l10n.t(
        'Files of the model: the weights (.onnx), tokenizer.json, and its manifest if it has one',
      ),
      openLabel: l10n.t('Import'),
      canSelectMany: true,
    });
    if (!files || files.length === 0) return undefined;
    const { missing, pointers, manifest } = await window.withProgress(
      { location: ProgressLocation.Notification, title: l10n.t('Verifying the model…') },
      () => this.#import(files),
    );
    if (missing.length === 0) return { manifest };
    const [pointer] = pointers;
    const list = missing.join(', ');
    void window.showWarningMessage(
      pointer === undefined
        ? l10n.t('These files are still missing: {0}', list)
        : l10n.t(
            'These files are still missing: {0}. {1} is a Git LFS pointer, not the file itself. Run “git lfs pull” in the folder it comes from.',
            list,
            pointer,
          ),
      dismissLabel(),
    );
    return undefined;
  }

  /** All at once: a manifest among them says what the others are. */
  async #import(files: readonly Uri[]): Promise<ImportAnswer & { kind: 'model' }> {
    const options = { env: { ...childEnvironment(), ELECTRON_RUN_AS_NODE: '1' } };
    const paths = files.map(({ fsPath }) => fsPath);
    const args = [this.#cli, 'model', 'import', ...paths, '--json', '--home', this.#home];
    const { stdout, stderr } = await run(process.execPath, args, options).catch(
      // A failing command has said why; a missing file of the model is no failure of this one.
      (error: Error & { stdout?: string; stderr?: string }) => ({
        stdout: error.stdout ?? '',
        stderr: error.stderr ?? error.message,
      }),
    );
    const answer = readImportAnswer(stdout, stderr);
    if (answer.kind === 'error') throw new MemoryBridgeError('invalid_input', answer.message);
    return answer;
  }
}

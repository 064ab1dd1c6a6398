import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { l10n, ProgressLocation, type Uri, window } from 'vscode';
import { childEnvironment } from '../../client/childEnvironment.ts';
import { MemoryBridgeError } from '../../core/errors.ts';
import { readImportAnswer } from './importAnswer.ts';

const run = promisify(execFile);

/** Takes files of a model from this computer, through the command line: the editor's process has no models. */
export class ModelImport {
  readonly #cli: string;
  readonly #home: string;

  constructor(cli: string, home: string) {
    this.#cli = cli;
    this.#home = home;
  }

  /** True when the model is whole afterwards; undefined when the person went away. */
  async run(): Promise<boolean | undefined> {
    const files = await window.showOpenDialog({
      title: l10n.t('Files of the model: the weights (.onnx) and tokenizer.json'),
      openLabel: l10n.t('Import'),
      canSelectMany: true,
    });
    if (!files || files.length === 0) return undefined;
    const missing = await window.withProgress(
      { location: ProgressLocation.Notification, title: l10n.t('Verifying the model…') },
      () => this.#importAll(files),
    );
    if (missing.length === 0) return true;
    void window.showWarningMessage(l10n.t('These files are still missing: {0}', missing.join(', ')));
    return false;
  }

  /** One after another: each may be a part of the model. Returns what is missing at the end. */
  async #importAll(files: readonly Uri[]): Promise<readonly string[]> {
    let missing: readonly string[] = [];
    for (const { fsPath } of files) missing = await this.#import(fsPath);
    return missing;
  }

  async #import(file: string): Promise<readonly string[]> {
    const options = { env: { ...childEnvironment(), ELECTRON_RUN_AS_NODE: '1' } };
    const args = [this.#cli, 'model', 'import', file, '--json', '--home', this.#home];
    const { stdout, stderr } = await run(process.execPath, args, options).catch(
      // A failing command has said why; a missing file of the model is no failure of this one.
      (error: Error & { stdout?: string; stderr?: string }) => ({
        stdout: error.stdout ?? '',
        stderr: error.stderr ?? error.message,
      }),
    );
    const answer = readImportAnswer(stdout, stderr);
    if (answer.kind === 'error') throw new MemoryBridgeError('invalid_input', answer.message);
    return answer.missing;
  }
}

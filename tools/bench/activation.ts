import { EditorRunner } from '../../test/support/editor/editorRunner.ts';
import { freePort } from '../../test/support/processes.ts';
import { tempDirectory } from '../../test/support/tempDirectory.ts';
import type { Figure } from './figure.ts';
import { percentile } from './statistics.ts';

const activations = 5;

/** What `activate()` takes inside the real editor, over several fresh windows. */
export async function activationFigures(vsix: string, log: (line: string) => void): Promise<Figure[]> {
  log(`activating in ${activations} windows`);
  await using temp = await tempDirectory('bench-editor');
  const editor = await EditorRunner.start({
    home: await temp.makeDirectory('home'),
    folder: await temp.makeDirectory('folder'),
    vsix,
    env: { MEMORY_BRIDGE_PORT: `${await freePort()}` },
  });
  try {
    const samples: number[] = [];
    for (let round = 0; round < activations; round++) {
      const window = await editor.openWindow();
      samples.push(
        await window.evaluate(async (vscode) => {
          const extension = vscode.extensions.all.find(
            (each) => each.packageJSON.name === 'opencode-memory-bridge',
          );
          if (!extension) throw new Error('The extension is not installed.');
          const api = (await extension.activate()) as { activationMilliseconds: number };
          return api.activationMilliseconds;
        }),
      );
      await window.close();
    }
    return [{ name: 'activate(), p50', value: percentile(samples, 0.5), unit: 'ms', budget: 60 }];
  } finally {
    await editor.stop();
  }
}

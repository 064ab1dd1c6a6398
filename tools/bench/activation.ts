import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { EditorRunner } from '../../dev/editor/editorRunner.ts';
import type { EditorWindow } from '../../dev/editor/editorWindow.ts';
import { freePort, runProcess } from '../../dev/processes/processes.ts';
import { tempDirectory } from '../../dev/files/tempDirectory.ts';
import type { Figure } from './figure.ts';
import { percentile } from './statistics.ts';

const activations = 5;

/**
 * How long the extension takes to come up, as the editor reports it (`Developer: Startup Performance`: Load Code and
 * Call Activate), over several fresh windows. The first of them reads the files from the disk.
 */
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
    await forgetFiles(editor.extensionsDir);
    const samples: number[] = [];
    for (let round = 0; round < activations; round++) {
      const window = await editor.openWindow();
      samples.push(await reportedActivation(window));
      await window.close();
    }
    return [
      { name: 'activation, first window, from the disk', value: samples[0] ?? 0, unit: 'ms', budget: 150 },
      { name: 'activation, p50', value: percentile(samples, 0.5), unit: 'ms', budget: 150 },
    ];
  } finally {
    await editor.stop();
  }
}

/** Takes the bundles of an installed extension out of the cache of the system, where that can be asked of it. */
async function forgetFiles(extensionsDir: string): Promise<void> {
  if (process.platform !== 'linux') return;
  const files = await readdir(extensionsDir, { recursive: true });
  for (const file of files.filter((name) => /[\\/]dist[\\/]\w+\.js$/.test(name)))
    await runProcess('dd', [
      `of=${path.join(extensionsDir, file)}`,
      'oflag=nocache',
      'conv=notrunc,fdatasync',
      'count=0',
    ]);
}

async function reportedActivation(window: EditorWindow): Promise<number> {
  return window.evaluate(async (vscode) => {
    const extension = vscode.extensions.all.find(
      (each) => each.packageJSON.name === 'opencode-memory-bridge',
    );
    if (!extension) throw new Error('The extension is not installed.');
    await extension.activate();
    const { MonacoPerformanceMarks: marks } = globalThis as unknown as {
      MonacoPerformanceMarks: { getMarks(): { name: string; startTime: number }[] };
    };
    const at = (name: string): number =>
      marks.getMarks().find((mark) => mark.name === `code/extHost/${name}/${extension.id}`)?.startTime ??
      Number.NaN;
    const loading = at('didLoadExtensionCode') - at('willLoadExtensionCode');
    return loading + at('didActivateExtension') - at('willActivateExtension');
  });
}

import { appendFile, open, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { downloadModel } from '../../../src/embed/download/downloadModel.ts';
import { ModelFolder, isGenuine } from '../../../src/embed/download/modelFolder.ts';
import { seededRandom } from '../../random/seededRandom.mjs';
import { startModelHub } from '../modelHub.ts';
import { generateModel } from '../onnx/generatedModel.ts';
import { startProcess } from '../../processes/processes.ts';
import { type DownloadOrder, buildDownloader } from './downloader.ts';

export interface KillDownloadsOptions {
  /** An empty folder. */
  readonly folder: string;
  readonly kills: number;
  readonly seed: number;
  readonly onKill?: (done: number) => unknown;
  readonly signal?: AbortSignal | undefined;
}

export interface KillDownloadsOutcome {
  readonly failures: string[];
  readonly figures: {
    readonly kills: number;
    readonly duringDownload: number;
    readonly damaged: number;
    readonly continued: number;
  };
}

/** About what a process needs to start, and to fetch the weights at the pace of the slow hub, ms. */
const start = 150;
const transfer = 600;

/**
 * A downloading process is killed at random moments, and sometimes what it left is damaged too. After every kill no
 * file has its final name unless it is genuine, and one more download ends with a model that verifies and no leftovers.
 */
export async function killDownloads(options: KillDownloadsOptions): Promise<KillDownloadsOutcome> {
  const { folder, kills, seed, onKill, signal } = options;
  const program = await buildDownloader(path.join(folder, 'downloader.js'));
  const model = generateModel('tests/killed', { dimensions: 512, inner: 96 });
  const hub = await startModelHub(model, { fault: 'slow', slowly: { bytes: 2_048, pauseMs: 4 } });
  const failures: string[] = [];
  const figures = { kills: 0, duringDownload: 0, damaged: 0, continued: 0 };
  try {
    for (let round = 0; round < kills; round++) {
      if (signal?.aborted) break;
      const random = seededRandom(seed, round);
      const models = path.join(folder, `models-${round}`);
      const order: DownloadOrder = { models, manifest: model.manifest, mirror: hub.url };
      const place = new ModelFolder(models, model.manifest);
      hub.fault = 'slow';
      const child = startProcess(process.execPath, [program, JSON.stringify(order)]);
      // Mostly while bytes come; now and then before the first of them.
      const isEarly = random() < 0.2;
      if (!isEarly) await child.waitForOutput(/progress onnx|done/);
      await Promise.race([delay(random() * (isEarly ? start : transfer)), child.exited]);
      await child.kill();
      figures.kills++;
      const fail = (what: string) => failures.push(`Kill ${round + 1} of seed ${seed}: ${what}`);
      for (const file of [model.manifest.weights, model.manifest.tokenizer])
        if ((await exists(place.pathOf(file))) && !(await isGenuine(place.pathOf(file), file)))
          fail(`${file.path} has its name but is not genuine`);
      const part = place.partOf(model.manifest.weights);
      const isHalf = await exists(part);
      if (isHalf) figures.duringDownload++;
      const isDamaged = isHalf && random() < 0.4;
      if (isDamaged) {
        await damage(part, random);
        figures.damaged++;
      }
      hub.fault = 'ok';
      const from = hub.requests.length;
      await downloadModel({ ...order, network: { env: {} } }).catch((error: unknown) => fail(String(error)));
      if (hub.requests.slice(from).some(({ status }) => status === 206)) figures.continued++;
      if ((await place.missing()).length > 0) fail('the model is not genuine in the end');
      const left = await readdir(models, { recursive: true });
      const strays = left.filter((name) => /\.(?:part|lock)/.test(name));
      if (strays.length > 0) fail(`left behind: ${strays.join(', ')}`);
      await rm(models, { recursive: true, force: true });
      await onKill?.(round + 1);
    }
  } finally {
    await hub.close();
  }
  return { failures, figures };
}

/** As a crash of the machine may leave it: longer than what was written, or with other bytes in it. */
async function damage(part: string, random: () => number): Promise<void> {
  if (random() < 0.5) return appendFile(part, Buffer.alloc(1 + Math.floor(random() * 400_000)));
  const handle = await open(part, 'r+');
  const { size } = await handle.stat();
  await handle.write(Buffer.alloc(16), 0, 16, Math.floor(random() * size));
  await handle.close();
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

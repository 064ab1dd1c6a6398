import path from 'node:path';
import { build } from 'esbuild';
import type { DownloadLimits } from '../../../src/embed/download/downloadOptions.ts';
import type { ModelManifest } from '../../../src/protocol/embedderSettings.ts';

const root = path.resolve(import.meta.dirname, '../../..');

export interface DownloadOrder {
  readonly models: string;
  readonly manifest: ModelManifest;
  readonly mirror: string;
  readonly proxySetting?: string;
  readonly limits?: Partial<DownloadLimits>;
}

/** Ends with 0 and "done", or with 1 and the error as JSON. Tells each piece of progress, so that it can be killed there. */
const program = `
import { downloadModel } from ${JSON.stringify(path.join(root, 'src/embed/download/downloadModel.ts'))};
const order = JSON.parse(process.argv[2]);
downloadModel({
  ...order,
  proxy: { setting: order.proxySetting, env: process.env },
  onWait: () => console.log('waiting'),
  onProgress: ({ file, received }) => console.log('progress', file, received),
}).then(
  () => console.log('done'),
  (error) => {
    console.log(JSON.stringify({ code: error.code, message: error.message }));
    process.exitCode = 1;
  },
);
`;

/** A program that downloads the model of the order in its first argument (JSON). Returns its path. */
export async function buildDownloader(outfile: string): Promise<string> {
  await build({
    stdin: { contents: program, resolveDir: root, loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'error',
  });
  return outfile;
}

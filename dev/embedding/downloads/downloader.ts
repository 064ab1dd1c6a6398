import type { DownloadLimits } from '../../../src/embed/download/downloadOptions.ts';
import type { ModelManifest } from '../../../src/protocol/embedderSettings.ts';
import { buildNodeProgram } from '../../bundles/nodeProgram.ts';

export interface DownloadOrder {
  readonly models: string;
  readonly manifest: ModelManifest;
  readonly mirror: string;
  readonly proxySetting?: string;
  readonly limits?: Partial<DownloadLimits>;
}

/** Ends with 0 and "done", or with 1 and the error as JSON. Tells each piece of progress, so that it can be killed there. */
const program = `
import { downloadModel } from '@src/embed/download/downloadModel.ts';
const order = JSON.parse(process.argv[2]);
downloadModel({
  ...order,
  network: { proxy: order.proxySetting, env: process.env },
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
export function buildDownloader(outfile: string): Promise<string> {
  return buildNodeProgram(outfile, { contents: program });
}

import type { Logger } from '../../core/ports.ts';
import type { ModelManifest } from '../../protocol/embedderSettings.ts';
import type { Network } from '../../net/network.ts';

export interface DownloadProgress {
  /** Path of the file within the model. */
  readonly file: string;
  /** Bytes of the file that are on disk, those of an earlier attempt included, and its size. */
  readonly received: number;
  readonly total: number;
  /** The same over all files of the model. */
  readonly model: { readonly received: number; readonly total: number };
}

/** Patience of a download. */
export interface DownloadLimits {
  readonly connectMs: number;
  /** Silence between two parts. */
  readonly idleMs: number;
  /** From the first request to the last verified file. */
  readonly overallMs: number;
  /** Requests in a row that brought nothing new, per file. */
  readonly attempts: number;
  readonly backoffMs: number;
  /** A server that asks for a longer pause than this is not waited for, seconds. */
  readonly longestPauseSeconds: number;
}

export const usualLimits: DownloadLimits = {
  connectMs: 15_000,
  idleMs: 30_000,
  overallMs: 2 * 60 * 60_000,
  attempts: 5,
  backoffMs: 1_000,
  longestPauseSeconds: 120,
};

export interface DownloadOptions {
  /** `<home>/models`. */
  readonly models: string;
  readonly manifest: ModelManifest;
  readonly mirror?: string | undefined;
  readonly network: Network;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** Another process is fetching the same model. */
  readonly onWait?: () => void;
  readonly logger?: Logger | undefined;
  readonly limits?: Partial<DownloadLimits>;
}

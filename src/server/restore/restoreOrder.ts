import { DataDirectory } from '../../home/dataDirectory.ts';
import { rmSync } from 'node:fs';
import * as z from 'zod';
import type { Logger } from '../../core/ports.ts';
import { readWhole, writeWhole } from '../../home/wholeFile.ts';

const orderSchema = z.object({
  id: z.string(),
  from: z.string(),
  mark: z.string(),
  kept: z.string().regex(/^memory-[\w.-]+\.db$/),
  /** Wall clock, ms. */
  askedAt: z.number(),
  state: z.enum(['asked', 'done', 'failed']),
  error: z.string().nullable(),
  /** See `request_id` of `restore_backup`. */
  request: z.string().nullable(),
});
export type RestoreOrder = z.output<typeof orderSchema>;

/** `<home>/restore.json`: what is to be done before the database is opened next, or what became of it. */
export class RestoreFile {
  readonly #path: string;

  constructor(home: string) {
    this.#path = new DataDirectory(home).restoreFile;
  }

  read(): RestoreOrder | undefined {
    const text = readWhole(this.#path);
    if (text === undefined) return undefined;
    try {
      return orderSchema.parse(JSON.parse(text));
    } catch {
      // Nobody has asked for what cannot be read.
      return undefined;
    }
  }

  write(order: RestoreOrder): void {
    writeWhole(this.#path, `${JSON.stringify(order, undefined, 2)}\n`, { mode: 0o600 });
  }

  /**
   * Does what was asked for. Whatever comes of it is on disk before this resolves: an order that stayed would be done
   * once more, over what is remembered from now on.
   */
  async carryOut(work: (order: RestoreOrder) => Promise<void>, logger: Logger): Promise<void> {
    const order = this.read();
    if (order?.state !== 'asked') return;
    const fields = { from: order.from, kept: order.kept };
    let error: string | null = null;
    try {
      await work(order);
      logger.warn('A backup has taken the place of the database.', fields);
    } catch (reason) {
      error = reason instanceof Error ? reason.message : String(reason);
      logger.error('A backup could not be restored; the database is as it was.', { ...fields, error });
    }
    try {
      this.write({ ...order, state: error === null ? 'done' : 'failed', error });
    } catch {
      rmSync(this.#path);
    }
  }
}

import type { Clock, IdGenerator } from '../../core/ports.ts';
import type { MemoryEvent } from '../../protocol/events.ts';
import type { BackupRecord, Backups } from '../../store/ports/backups.ts';
import type { EmbeddedStore } from '../../store/ports/embeddedStore.ts';
import type { Store } from '../../store/ports/store.ts';
import { backupKind, type BackupWish } from './backupWorker.ts';

export const dayMs = 24 * 60 * 60_000;

export interface DailyBackupParts {
  readonly store: Pick<Store, 'write'> & Pick<EmbeddedStore, 'rows'>;
  readonly backups: Pick<Backups, 'list' | 'verify'>;
  readonly settings: () => { readonly daily: boolean };
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly emit: (event: MemoryEvent) => void;
}

/** What became of one look at the clock. */
export type DailyOutcome = 'off' | 'queued' | 'recent' | 'unchanged' | 'nothing yet';

/** Has a backup made a day, when something was said since the last one. */
export class DailyBackup {
  readonly #parts: DailyBackupParts;

  constructor(parts: DailyBackupParts) {
    this.#parts = parts;
  }

  /** Looks whether one is due, and through one that nobody has looked through. */
  async run(): Promise<DailyOutcome> {
    const { backups, settings } = this.#parts;
    const all = await backups.list();
    // What was purged was written anew, and what lies there from before has never been opened.
    const unseen = all.find(({ state, origin }) => state === 'unverified' && origin !== 'rescued');
    if (unseen) await backups.verify(unseen.name);
    if (!settings().daily) return 'off';
    return this.#makeOne(all.filter(({ state }) => state === 'verified'));
  }

  async #makeOne(sound: readonly BackupRecord[]): Promise<DailyOutcome> {
    const { store, clock } = this.#parts;
    const now = clock.now();
    const { mark, since } = await store.rows();
    // A memory of today needs no backup today.
    const last = sound.find(({ origin }) => origin === 'daily')?.madeAt ?? since;
    if (last === undefined) return 'nothing yet';
    // A clock that was set back must not keep backups from being made for as long.
    if (last <= now && now - last < dayMs) return 'recent';
    if (sound.some(({ contents }) => contents?.mark === mark)) return 'unchanged';
    await this.#queue(now);
    return 'queued';
  }

  async #queue(now: number): Promise<void> {
    const { store, ids, emit } = this.#parts;
    const payload: BackupWish = { daily: true };
    const wish = { id: ids.next(), kind: backupKind, project: null, payload, createdAt: now };
    const { id } = await store.write((unit) => unit.jobs.enqueue(wish));
    emit({ kind: 'jobs', ids: [id], projects: [null] });
  }
}

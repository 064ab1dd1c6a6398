import path from 'node:path';
import { MemoryBridgeError } from '../../core/errors.ts';
import type { Clock, IdGenerator } from '../../core/ports.ts';
import type { RestorePlan, RestorePort } from '../../operations/ports.ts';
import type { BackupComparison, BackupRecord, Backups } from '../../store/ports/backups.ts';
import type { EmbeddedStore } from '../../store/ports/embeddedStore.ts';
import type { RestoreFile, RestoreOrder } from './restoreOrder.ts';

export interface RestoreDeskParts {
  readonly home: string;
  readonly store: Pick<EmbeddedStore, 'revisions' | 'inspection' | 'rows'>;
  readonly backups: Pick<Backups, 'list' | 'look' | 'verify' | 'revisions'>;
  readonly file: RestoreFile;
  /** Finishes purges: a backup must not bring back what somebody wanted gone. */
  readonly finishPurges: () => Promise<unknown>;
  /** Closes the database and opens what is there then. Returns at once. */
  readonly reopen: () => void;
  readonly clock: Clock;
  readonly ids: IdGenerator;
}

/** Says what a backup would bring, and has it put in the place of the database. */
export class RestoreDesk implements RestorePort {
  readonly #parts: RestoreDeskParts;

  constructor(parts: RestoreDeskParts) {
    this.#parts = parts;
  }

  get last(): RestoreOrder | undefined {
    return this.#parts.file.read();
  }

  async plan(named: string): Promise<RestorePlan> {
    const { store, backups } = this.#parts;
    if (store.inspection?.damage !== undefined)
      throw new MemoryBridgeError('corrupt', `${store.inspection.damage} Use memory-bridge recover.`);
    if (store.inspection)
      throw new MemoryBridgeError(
        'unavailable',
        'The database was not closed properly and is being checked. Try again when that is done.',
      );
    const { backup, isOutside } = await this.#find(named);
    const [now, then] = await Promise.all([store.revisions(), backups.revisions(backup.path)]);
    return { backup, isOutside, memories: { now: now.size, after: then.size }, ...compare(now, then) };
  }

  async begin({ backup }: RestorePlan, request: string | undefined): Promise<RestoreOrder> {
    const { clock, ids, file, finishPurges, reopen } = this.#parts;
    const before = file.read();
    if (request !== undefined && before?.request === request) return before;
    if (before?.state === 'asked')
      throw new MemoryBridgeError(
        'conflict',
        'A backup is being restored already. Wait until that is done.',
        {
          retryAfter: 1,
        },
      );
    if (!backup.contents) throw new MemoryBridgeError('corrupt', `${backup.path} was not verified.`);
    await finishPurges();
    const now = clock.now();
    const id = ids.next();
    const stamp = new Date(now).toISOString().replaceAll(':', '-');
    const order: RestoreOrder = {
      id,
      from: backup.path,
      mark: backup.contents.mark,
      kept: `memory-${stamp}-before-restore-${id.slice(-6)}.db`,
      askedAt: now,
      state: 'asked',
      error: null,
      request: request ?? null,
    };
    file.write(order);
    reopen();
    return order;
  }

  async #find(named: string): Promise<Pick<RestorePlan, 'backup' | 'isOutside'>> {
    const { home, backups } = this.#parts;
    const all = await backups.list();
    if (named === 'latest') return { backup: await this.#latest(all), isOutside: false };
    const known = all.find(({ name, path: file }) => name === named || file === path.resolve(home, named));
    if (known) return { backup: await this.#sound(known), isOutside: false };
    if (!path.isAbsolute(named))
      throw new MemoryBridgeError(
        'not_found',
        `There is no backup ${named}. List them with: memory-bridge restore --list`,
      );
    if (path.resolve(named) === path.join(home, 'memory.db'))
      throw new MemoryBridgeError('invalid_input', `${named} is the database itself.`);
    const contents = await backups.look(named);
    const name = path.basename(named);
    const backup: BackupRecord = {
      name,
      path: named,
      bytes: 0,
      madeAt: contents.newestChange ?? 0,
      origin: 'person',
      state: 'verified',
      fault: null,
      contents,
    };
    return { backup, isOutside: true };
  }

  /** The newest that is sound. What was rescued or kept may be damaged, and was not made to be restored. */
  async #latest(all: readonly BackupRecord[]): Promise<BackupRecord> {
    for (const each of all) {
      if (each.origin === 'rescued' || each.origin === 'restore' || each.state === 'damaged') continue;
      const seen = await this.#parts.backups.verify(each.name);
      if (seen.state === 'verified') return seen;
    }
    throw new MemoryBridgeError(
      'not_found',
      'There is no sound backup yet. Make one with: memory-bridge backup',
    );
  }

  /** Looked through now, whatever was known of it: this is the moment at which it matters. */
  async #sound(known: BackupRecord): Promise<BackupRecord> {
    const contents = await this.#parts.backups.look(known.path);
    return { ...known, state: 'verified', fault: null, contents };
  }
}

/** `now` and `then`: revisions by id. */
function compare(now: ReadonlyMap<string, number>, then: ReadonlyMap<string, number>): BackupComparison {
  let [lost, changed, both] = [0, 0, 0];
  for (const [id, revision] of now) {
    const other = then.get(id);
    if (other === undefined) lost += 1;
    else both += 1;
    if (other !== undefined && other !== revision) changed += 1;
  }
  return { lost, gained: then.size - both, changed };
}

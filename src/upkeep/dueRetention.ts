import type { Clock, IdGenerator } from '../core/ports.ts';
import type { RetentionRules } from '../core/memory/retention.ts';
import type { MemoryEvent } from '../protocol/events.ts';
import type { Store } from '../store/ports/store.ts';
import { retentionKind, type RetentionPayload } from './retentionJob.ts';
import { firstPlace, retentionPage, type RetentionPlace } from './retentionSlice.ts';
import { upkeepLog } from './upkeepEntries.ts';

const day = 24 * 60 * 60_000;
/** Between what the clock says for the first time and what it does, so that somebody can read it. */
export const noticeDays = 7;

export interface DueRetentionParts {
  readonly store: Store;
  readonly rules: () => RetentionRules;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly emit: (event: MemoryEvent) => void;
}

/** What became of one look. */
export type DueOutcome = 'nothing' | 'waiting' | 'announced' | 'queued';

/** Has retention run by the clock. The first time it only says what it would do, and does it some days later. */
export class DueRetention {
  readonly #parts: DueRetentionParts;

  constructor(parts: DueRetentionParts) {
    this.#parts = parts;
  }

  async run(): Promise<DueOutcome> {
    const { store, clock, rules } = this.#parts;
    const asOf = clock.now();
    if (!(await this.#isAnyDue(rules(), asOf))) return 'nothing';
    const log = await store.read((unit) => upkeepLog(unit.keyValues, asOf));
    const runs = log.filter(({ kind, by }) => kind === 'retention' && by.kind === 'system');
    const isBegun = runs.some(({ dryRun }) => dryRun !== true);
    const announced = runs.findLast(({ dryRun }) => dryRun === true);
    if (!isBegun && announced && asOf - announced.at < noticeDays * day) return 'waiting';
    const isFirst = !isBegun && !announced;
    await this.#queue({
      dryRun: isFirst,
      asOf,
      rules: rules(),
      by: { kind: 'system' },
      ...(isFirst ? { announced: true } : {}),
    });
    return isFirst ? 'announced' : 'queued';
  }

  async #isAnyDue(rules: RetentionRules, asOf: number): Promise<boolean> {
    for (let place: RetentionPlace | undefined = firstPlace; place;) {
      const at: RetentionPlace = place;
      const page = await this.#parts.store.read((unit) => retentionPage(unit, { rules, asOf }, at));
      if (page.due.length > 0) return true;
      place = page.next;
    }
    return false;
  }

  async #queue(payload: RetentionPayload): Promise<void> {
    const { store, ids, clock, emit } = this.#parts;
    const wish = { id: ids.next(), kind: retentionKind, project: null, payload, createdAt: clock.now() };
    const { id } = await store.write((unit) => unit.jobs.enqueue(wish));
    emit({ kind: 'jobs', ids: [id], projects: [null] });
  }
}

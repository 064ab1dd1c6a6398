import type { EmbeddingCoordinator } from '../recall/embedding/embeddingCoordinator.ts';
import type { Maintenance } from '../upkeep/maintenance.ts';
import type { Scheduler } from './scheduler.ts';

/** What finishes purges that another owner had to leave. */
interface Resumable {
  resume(): Promise<unknown>;
}

/** What is due by the clock, or is not. */
interface Due {
  run(): Promise<unknown>;
}

interface Chores {
  readonly maintenance: Maintenance;
  readonly embedding: Pick<EmbeddingCoordinator, 'reconfigure'>;
  readonly purge: Resumable;
  readonly dailyBackup: Due;
  readonly retention: Due;
  readonly compaction: Due;
  readonly extraction: Due;
}

/** Chores at odd minutes: programs that do theirs on the hour are many. */
export function scheduleChores(
  scheduler: Scheduler,
  { maintenance, embedding, purge, dailyBackup, retention, compaction, extraction }: Chores,
): void {
  scheduler.add({ name: 'stale sessions', pattern: '*/5 * * * *', run: () => maintenance.retireSessions() });
  scheduler.add({
    name: 'forgotten sessions',
    pattern: '17 * * * *',
    run: () => maintenance.forgetSessions(),
  });
  scheduler.add({
    name: 'expired memories',
    pattern: '13 * * * *',
    run: () => maintenance.expireMemories(),
  });
  scheduler.add({ name: 'packed vectors', pattern: '*/10 * * * *', run: () => maintenance.packVectors() });
  // People edit the file of the settings too.
  scheduler.add({
    name: 'embedder of the settings',
    pattern: '* * * * *',
    run: () => embedding.reconfigure(),
  });
  const thinHistory = { name: 'thinned history', run: () => maintenance.thinHistory() };
  void scheduler.runNow(thinHistory);
  scheduler.add({ ...thinHistory, pattern: '23 */6 * * *' });
  scheduler.add({ name: 'expired rows', pattern: '37 * * * *', run: () => maintenance.removeExpired() });
  const unfinished = { name: 'unfinished purges', run: () => purge.resume() };
  void scheduler.runNow(unfinished);
  scheduler.add({ ...unfinished, pattern: '43 * * * *' });
  // Servers come and go with editors and terminals: whoever is there when a day is over makes it.
  const backup = { name: 'daily backup', run: () => dailyBackup.run() };
  void scheduler.runNow(backup);
  scheduler.add({ ...backup, pattern: '7-57/10 * * * *' });
  const expiry = { name: 'retention', run: () => retention.run() };
  void scheduler.runNow(expiry);
  scheduler.add({ ...expiry, pattern: '51 */3 * * *' });
  // Not at the start: whoever starts a server wants something of it.
  scheduler.add({ name: 'compaction', pattern: '3-53/10 * * * *', run: () => compaction.run() });
  scheduler.add({ name: 'model extraction', pattern: '4-59/5 * * * *', run: () => extraction.run() });
}

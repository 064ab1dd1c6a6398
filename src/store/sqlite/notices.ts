import type { Notice } from '../ports/embeddedStore.ts';
import type { ReadUnit } from '../ports/readUnit.ts';

/** Key-value entries with what people have to be told of their data. */
export const noticesNamespace = 'notices';

/** How long, ms. */
export const noticesLife = 30 * 24 * 3_600_000;

/** What was noted, oldest first; `at` is ISO time. */
export async function noticesIn(unit: ReadUnit, now: number): Promise<Notice[]> {
  const entries = await unit.keyValues.list(noticesNamespace, now);
  return entries.map(({ key, value }) => ({ at: key, text: String(value) }));
}

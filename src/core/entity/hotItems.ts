/** That a memory names a reference: `createdAt` is of the memory, ms. */
interface Mention {
  readonly reference: string;
  readonly createdAt: number;
}

/** What memories of late are about. */
export interface HotItem {
  readonly reference: string;
  /** How many memories name it. */
  readonly memories: number;
  /** When the newest of them was made, ms. */
  readonly latest: number;
}

/** Mentions count for so long, the less the older they are. Ms. */
export const hotFor = 14 * 24 * 3_600_000;

/** What one memory names may be chance. */
const fewest = 2;

/** The references that memories of late name most: each mention weighs what is left of its time. */
export function hotItems(mentions: readonly Mention[], now: number, limit: number): HotItem[] {
  const found = new Map<string, HotItem & { readonly weight: number }>();
  for (const { reference, createdAt } of mentions) {
    const left = hotFor - Math.max(0, now - createdAt);
    if (left <= 0) continue;
    const known = found.get(reference);
    found.set(reference, {
      reference,
      memories: (known?.memories ?? 0) + 1,
      latest: Math.max(known?.latest ?? createdAt, createdAt),
      weight: (known?.weight ?? 0) + left,
    });
  }
  return [...found.values()]
    .filter(({ memories }) => memories >= fewest)
    .sort((a, b) => b.weight - a.weight || b.latest - a.latest || (a.reference < b.reference ? -1 : 1))
    .slice(0, limit)
    .map(({ weight: _weight, ...item }) => item);
}

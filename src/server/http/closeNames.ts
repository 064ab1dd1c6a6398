/** Names that somebody may have meant, nearest first: at most three. */
export function closeNames(wanted: string, names: readonly string[]): string[] {
  const text = wanted.toLowerCase();
  const isPart = (name: string) => text.length > 2 && (name.includes(text) || text.includes(name));
  return names
    .map((name) => ({
      name,
      distance: isPart(name) ? 1 : distance(text, name),
    }))
    .filter(({ name, distance }) => distance <= Math.max(2, Math.floor(name.length / 3)))
    .sort((a, b) => a.distance - b.distance || a.name.localeCompare(b.name))
    .slice(0, 3)
    .map(({ name }) => name);
}

/** Levenshtein distance: single letters to add, drop or change. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of a.split('').entries()) {
    const next = [i + 1];
    for (const [j, other] of b.split('').entries()) {
      const change = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Names worth suggesting for one that does not exist: contained in it, containing it, or a few letters away. */
export function closestNames(wanted: string, names: readonly string[]): string[] {
  const plain = wanted
    .toLowerCase()
    .slice(0, 64)
    .replace(/^memory_/, '')
    .replaceAll(/[-\s]/g, '_');
  if (plain === '') return [];
  if (names.includes(plain)) return [plain];
  return names
    .map((name) => ({ name, distance: distanceOf(plain, name) }))
    .filter(({ name, distance }) => distance <= Math.max(2, name.length / 3))
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, 2)
    .map(({ name }) => name);
}

function distanceOf(left: string, right: string): number {
  if (left === right) return 0;
  const isPart = Math.min(left.length, right.length) >= 4 && (left.includes(right) || right.includes(left));
  return isPart ? 1 : editDistance(left, right);
}

/** Levenshtein distance, one row at a time. */
function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1)
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1),
        ),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
}

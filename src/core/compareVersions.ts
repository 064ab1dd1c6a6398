const pattern = /^(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?/;

/**
 * Order of two versions by the rules of semver.org: negative when `left` is older. What does not look like a version
 * is older than everything that does.
 */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [pattern.exec(left), pattern.exec(right)];
  if (!a || !b) return Number(a !== null) - Number(b !== null);
  for (const part of [1, 2, 3]) {
    const difference = Number(a[part]) - Number(b[part]);
    if (difference !== 0) return difference;
  }
  const [preA, preB] = [a[4], b[4]];
  if (preA === undefined || preB === undefined)
    return Number(preA === undefined) - Number(preB === undefined);
  return comparePrereleases(preA.split('.'), preB.split('.'));
}

function comparePrereleases(left: readonly string[], right: readonly string[]): number {
  for (const [index, a] of left.entries()) {
    const b = right[index];
    if (b === undefined) return 1;
    if (a === b) continue;
    const [numberA, numberB] = [/^\d+$/.test(a), /^\d+$/.test(b)];
    if (numberA && numberB) return Number(a) - Number(b);
    if (numberA !== numberB) return numberA ? -1 : 1;
    return a < b ? -1 : 1;
  }
  return left.length === right.length ? 0 : -1;
}

/**
 * Every circle in a chain of successors, each with the ids of its members in order. `successors` maps a memory to the
 * one that supersedes it. Linear: each memory is looked at once.
 */
export function supersedeCircles(successors: ReadonlyMap<string, string>): string[][] {
  const walkOf = new Map<string, number>();
  const circles: string[][] = [];
  let walk = 0;
  for (const start of successors.keys()) {
    walk += 1;
    const path: string[] = [];
    let at: string | undefined = start;
    while (at !== undefined && !walkOf.has(at)) {
      walkOf.set(at, walk);
      path.push(at);
      at = successors.get(at);
    }
    // Met again within the same walk, so the way has come back to it.
    if (at !== undefined && walkOf.get(at) === walk) circles.push(path.slice(path.indexOf(at)));
  }
  return circles;
}

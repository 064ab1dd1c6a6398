import type { EntityKind } from './entityReferencePatterns.ts';

/** Longest path before a mark that is looked at. */
const longest = 200;
const segment = /^[A-Za-z0-9_][\w.-]*$/;

/** The path of a project or group that ends right before a place, as far as its characters go. */
export function pathBefore(body: string, at: number): string {
  let start = at;
  while (start > 0 && at - start < longest && /[\w./-]/.test(body[start - 1] ?? '')) start -= 1;
  return body.slice(start, at);
}

/** Whether a path may be that of the project, or for epics the group, that something belongs to. */
export function isQualifier(path: string, kind: EntityKind): boolean {
  const parts = path.split('/');
  if (!parts.every((part) => segment.test(part)) || !/[A-Za-z]/.test(parts.at(-1) ?? '')) return false;
  // A group may stand alone before an epic; a project always lives in a group.
  return kind === 'epic' ? parts.length > 1 || /^(?![A-Z]+$)[A-Za-z][\w.-]+$/.test(path) : parts.length > 1;
}

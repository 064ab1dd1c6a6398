import { createTwoFilesPatch } from 'diff';

/** What a change of a file looks like; null is a file that is not there. */
export function unifiedDiff(path: string, before: string | null, after: string | null): string {
  const name = (text: string | null) => (text === null ? '/dev/null' : path);
  const patch = createTwoFilesPatch(name(before), name(after), before ?? '', after ?? '', '', '', {
    context: 3,
  });
  return patch.replace(/^=+\n/, '');
}

import { looksRecalled } from '../../core/memory/memoryLine.ts';
import { fenceTag } from '../../core/text/fenceMarks.ts';

const opens = new RegExp(`<${fenceTag}\\b`, 'i');
const closes = new RegExp(`</${fenceTag}\\s*>`, 'i');

/**
 * What somebody said, without what memory has put there: everything within its fence, and lines as it prints them. A
 * fence that is not closed ends with the text.
 */
export function ownWords(text: string): string {
  if (!looksRecalled(text)) return text;
  const lines: string[] = [];
  let isWithin = false;
  for (const line of text.split('\n')) {
    let rest = line;
    if (!isWithin) {
      const begin = rest.search(opens);
      if (begin < 0) {
        if (!looksRecalled(rest)) lines.push(rest);
        continue;
      }
      const before = rest.slice(0, begin);
      if (before.trim() !== '' && !looksRecalled(before)) lines.push(before);
      rest = rest.slice(begin);
      isWithin = true;
    }
    const end = closes.exec(rest);
    if (!end) continue;
    isWithin = false;
    const after = rest.slice(end.index + end[0].length);
    if (after.trim() !== '' && !looksRecalled(after)) lines.push(after);
  }
  return lines.join('\n').trim();
}

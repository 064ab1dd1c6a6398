import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { TextFile } from './collectText.ts';

/**
 * The Jargon File, which is in the public domain, as packed for dict(1): a head word at the margin, its explanation
 * indented. Each entry becomes a file with a heading, so that word and explanation are neighbours.
 */
export function readJargon(file: string): TextFile[] {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n');
  const entries: TextFile[] = [];
  let head = '';
  let body: string[] = [];
  const finish = () => {
    const text = body.join(' ').replaceAll(/[{}]/g, '').replaceAll(/\s+/g, ' ').trim();
    if (head !== '' && text.length > 30)
      entries.push([
        { kind: 'heading', text: head },
        { kind: 'paragraph', text },
      ]);
  };
  for (const line of lines) {
    if (/^\S/.test(line) && line.length < 40) {
      finish();
      head = line.trim();
      body = [];
    } else body.push(line.trim());
  }
  finish();
  return entries;
}

import { parseDocument } from 'yaml';
import { isDeeper } from '../said.ts';

/** What the front matter of a note never comes near to, whoever wrote it. */
const most = { line: 4_000, indent: 64, marks: 48, depth: 16, levels: 32 } as const;

/**
 * What a text of YAML says; undefined for what is none. The parser is only asked about what is no deeper than notes are: it
 * takes far more than linear time for nested marks, and a regular expression that it makes of a deep one ends the process.
 */
export function tameYaml(text: string): unknown {
  if (!isTame(text)) return undefined;
  try {
    const document = parseDocument(text, { uniqueKeys: false, logLevel: 'silent' });
    if (document.errors.length > 0) return undefined;
    const value: unknown = document.toJS({ maxAliasCount: most.marks });
    return isDeeper(value, most.levels) ? undefined : value;
  } catch {
    return undefined;
  }
}

function isTame(text: string): boolean {
  let depth = 0;
  for (const line of text.split('\n')) {
    const indent = line.length - line.trimStart().length;
    if (line.length > most.line || indent > most.indent) return false;
    let marks = 0;
    for (let at = 0; at < line.length; at += 1) {
      const character = line.charAt(at);
      if (character === '[' || character === '{') depth += 1;
      else if (character === ']' || character === '}') depth -= 1;
      else if ('&!*'.includes(character)) marks += 1;
      else if ('?:-'.includes(character) && line.charAt(at + 1).trim() === '') marks += 1;
      if (depth > most.depth || marks > most.marks) return false;
    }
  }
  return true;
}

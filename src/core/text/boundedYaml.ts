import { parseDocument } from 'yaml';

/** What nobody comes near to by hand, in a front matter or in a pipeline. */
const most = {
  characters: 1_000_000,
  line: 20_000,
  indent: 400,
  /** Marks of lists and of names within one line. */
  marks: 48,
  /** Brackets within each other, wherever the lines end. */
  depth: 48,
  /** Names that are lists or objects themselves, in all. */
  keys: 48,
  levels: 64,
} as const;

/** As the parser has it: how often a thing may be said by pointing at it, and whether `<<` takes over what another says. */
export interface YamlOptions {
  readonly maxAliasCount?: number;
  readonly merge?: boolean;
}

/**
 * What a text of YAML from outside says; undefined for what is none, and for what is nested as nobody nests it. The parser
 * is never asked about that: names that are lists or objects cost it the third power of how deep they are, so that a file of
 * two thousand characters keeps it busy for minutes. Aliases, which make much of little, are not followed unless asked for.
 */
export function boundedYamlIn(text: string, { maxAliasCount = 0, merge = false }: YamlOptions = {}): unknown {
  if (text.length > most.characters || !isTame(text)) return undefined;
  try {
    const document = parseDocument(text, {
      uniqueKeys: false,
      logLevel: 'silent',
      prettyErrors: false,
      merge,
    });
    if (document.errors.length > 0) return undefined;
    const value: unknown = document.toJS({ maxAliasCount });
    return isDeeper(value, most.levels) ? undefined : value;
  } catch {
    return undefined;
  }
}

/** One pass over the text. Whether it is YAML at all is for the parser to say. */
function isTame(text: string): boolean {
  let depth = 0;
  let keys = 0;
  for (const line of text.split('\n')) {
    if (line.length > most.line || line.length - line.trimStart().length > most.indent) return false;
    let marks = 0;
    for (let at = 0; at < line.length; at += 1) {
      const character = line.charAt(at);
      const isMark = '?:-'.includes(character) && line.charAt(at + 1).trim() === '';
      if (character === '[' || character === '{') depth += 1;
      else if (character === ']' || character === '}') depth = Math.max(0, depth - 1);
      if (isMark || '&!*'.includes(character)) marks += 1;
      // One that begins with a mark, and one that ends in a bracket.
      if (isMark && character === '?' && !/[\p{L}\p{N}]/u.test(line.charAt(at - 1))) keys += 1;
      else if (character === ':' && /[\]}]\s*$/.test(line.slice(Math.max(0, at - 20), at))) keys += 1;
      if (depth > most.depth || marks > most.marks || keys > most.keys) return false;
    }
  }
  return true;
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((each) => isDeeper(each, levels - 1));
}

// Finds the functions of the product that are handed a text, so that none is forgotten when they are measured.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../../src/', import.meta.url));

/** Types of ours that carry a text of somebody else. */
const carriers =
  /\b(?:string|Memory|MemoryRecord|MemoryLine|MemoryText|LineSubject|Worded|Source|Trailer|CommitMessage|Commit|Adr|Statement|LexicalTerm|LexicalHit|Question|RecallQuery|OutputOf|CountedTerm|SaidWord|typeof searchableText|Input|Region|RankedHit|Inquiry)\b/;

/** What asks git or a store waits for answers; what it reads them with is measured by itself. */
const askers = /\b(?:Git|CommitReader|StatementContext|Store|UnitOfWork|ReadUnit|Unit|QueryUnit)\b/;

/**
 * Every function that a file exports and that is handed a text. `isPlain`: it takes one, and need not be given anything
 * else.
 *
 * @param {string} file
 * @param {string} text
 * @returns {{ name: string, exported: string, isPlain: boolean }[]} Names are like `core/memory/memoryLine.ts#snippetOf`.
 */
export function functionsOverText(file, text) {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
  const declared = [
    ...code.matchAll(/^export (?:async )?function\*? (\w+)/gm),
    ...code.matchAll(/^export const (\w+)(?:: [^=]+)? = (?:async )?(?=\(|<|\w+ =>)/gm),
  ];
  return declared.flatMap(({ index, 0: whole, 1: exported }) => {
    const signature = signatureFrom(code, index + whole.length);
    if (!carriers.test(signature) || askers.test(signature)) return [];
    return [{ name: `${file}#${exported}`, exported, isPlain: plain.test(signature) }];
  });
}

/** `(text: string`, and behind it nothing but parameters that may be left out. */
const plain =
  /^\(\s*\w+: string(?: \| undefined| \| null)*\s*(?:,\s*\w+(?:\?:[^,(]+|(?:: [\w.]+)? = [^,(]+)\s*)*,?\s*$/;

/** Type parameters and parameters: what stands from here to the end of the first parentheses. */
function signatureFrom(code, at) {
  let depth = 0;
  for (let index = code.indexOf('(', at); index >= 0 && index < code.length; index += 1) {
    if (code[index] === '(') depth += 1;
    else if (code[index] === ')') depth -= 1;
    if (depth === 0) return code.slice(at, index).trimStart();
  }
  return '';
}

/** All of them below some folders of `src/`, with the files that they are in. */
export function functionsIn(rooms) {
  return rooms.flatMap((room) =>
    readdirSync(path.join(source, room), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => path.join(entry.parentPath, entry.name))
      .toSorted()
      .flatMap((file) => {
        const name = path.relative(source, file).split(path.sep).join('/');
        return functionsOverText(name, readFileSync(file, 'utf8')).map((each) => ({ ...each, file }));
      }),
  );
}

/** Rooms whose functions read what anybody may have written. */
export const textRooms = [
  'core',
  'recall',
  'memories',
  'intake',
  'git',
  'projects',
  'bridges/openCodeModel',
  'bridges/transcripts',
  'embed/builtIn',
  'operations',
  'safety',
];

/** Makes the module `plain-text-functions` for a bundle: the plain ones by name, which need nobody to say how they are called. */
export const plainTextFunctions = {
  name: 'plain-text-functions',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^plain-text-functions$/ }, () => ({ path: 'plain', namespace: 'text-functions' }));
    onLoad({ filter: /^plain$/, namespace: 'text-functions' }, () => {
      const plainOnes = functionsIn(textRooms).filter(({ isPlain }) => isPlain);
      const lines = plainOnes.map(
        ({ exported, file }, index) => `import { ${exported} as f${index} } from ${JSON.stringify(file)};`,
      );
      const entries = plainOnes.map(({ name }, index) => `  ${JSON.stringify(name)}: f${index},`);
      return {
        contents: [...lines, 'export const plainTextFunctions = {', ...entries, '};'].join('\n'),
        resolveDir: source,
      };
    });
  },
};

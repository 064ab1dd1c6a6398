// What a client needs of an operation: to make some thirty schemas that only the server checks with takes more than a
// quarter of the time in which the extension is loaded, and as long as the whole command line takes to start.
import { readFile } from 'node:fs/promises';

/**
 * Keeps these properties of each definition, as they are written, with what they import. `name` and `kind` are always
 * among them.
 *
 * @param {readonly string[]} properties
 * @returns {import('esbuild').Plugin}
 */
export function operationsByName(properties) {
  return {
    name: 'operations-by-name',
    setup: (build) => {
      build.onLoad(
        { filter: /[\\/]src[\\/]protocol[\\/]operations[\\/](?:\w+[\\/])?\w+\.ts$/ },
        async ({ path: file }) => {
          const contents = withoutSchemas(await readFile(file, 'utf8'), ['name', 'kind', ...properties]);
          return contents === undefined
            ? { errors: [{ text: `The operations of ${file} are not written as this build expects.` }] }
            : { contents, loader: 'ts' };
        },
      );
    },
  };
}

/**
 * The text of a module of definitions, without its schemas: undefined where it is not written as expected. Lists of
 * definitions have no schemas and stay as they are.
 *
 * @param {string} text @param {readonly string[]} properties
 */
export function withoutSchemas(text, properties) {
  const blocks = [...text.matchAll(/^export const (\w+) = defineOperation\(\{\n([\s\S]*?)\n\}\);/gm)];
  if (blocks.length !== text.split('= defineOperation(').length - 1) return undefined;
  if (blocks.length === 0) return /from 'zod';/.test(text) ? '' : text;
  const definitions = blocks.map(([, constant, body]) => ({
    constant,
    kept: propertiesIn(body, properties),
  }));
  if (definitions.some(({ kept }) => !('name' in kept && 'kind' in kept))) return undefined;
  const code = definitions
    .map(({ constant, kept }) => `export const ${constant} = {\n${Object.values(kept).join('\n')}\n};`)
    .join('\n');
  return usesOwn(code, text) ? undefined : `${importsFor(code, text)}${code}\n`;
}

/** Whether the code uses a constant of its own module, which is not kept. */
function usesOwn(code, text) {
  const own = [...text.matchAll(/^(?:export )?(?:const|function) (\w+)\b(?! = defineOperation\()/gm)];
  const program = withoutTexts(code);
  return own.some(([, name]) => new RegExp(`\\b${name}\\b`).test(program));
}

/** Code with nothing in its texts but what is put in between. */
const withoutTexts = (code) => code.replaceAll(/'(?:[^'\\\n]|\\.)*'/g, "''");

/** The wanted properties of an object by their names, each as it is written. */
function propertiesIn(body, wanted) {
  const parts = body.split(/\n(?= {2}\w+:)/).map((part) => [/^ {2}(\w+):/.exec(part)?.[1], part]);
  return Object.fromEntries(parts.filter(([name]) => wanted.includes(name)));
}

/** Imports of the module by which the code gets its names. */
function importsFor(code, text) {
  return [...text.matchAll(/^import \{([^}]*)\} from [^;]*;\n/gm)]
    .filter(([, names]) =>
      names.split(',').some((name) => name.trim() !== '' && new RegExp(`\\b${name.trim()}\\b`).test(code)),
    )
    .map(([line]) => line)
    .join('');
}

import { createRequire } from 'node:module';
import path from 'node:path';
import type { Command } from 'commander';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { silentContext } from '../../../dev/cli/silentContext.ts';
import { createProgram } from '../../../src/cli/program.ts';
import { withoutSchemas } from '../../../tools/build/operationsByName.mjs';
import { serverBundles } from '../../../tools/build/serverBundles.mjs';
import { tempDirectory } from '../../../dev/files/tempDirectory.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const context = silentContext();

const helpOf = (command: Command): string[] => [
  command.helpInformation(),
  ...command.commands.flatMap((each) => helpOf(each)),
];

const definition = `import * as z from 'zod';
import { words, other } from 'words';
import { defineOperation } from 'operation';

const inner = z.object({});

export const oneOperation = defineOperation({
  name: 'one',
  description:
    'kind: none',
  input: z.object({
    kind: z.string(),
  }),
  output: inner,
  kind: 'query',
  cli: {
    command: 'one',
    options: [
      { flags: '-x', choices: words },
    ],
  },
  within: { tool: 'a', action: 'b' },
});
`;

describe('a definition without its schemas', () => {
  it('is refused when it needs what is not kept with it', () => {
    const uses = (more: string) =>
      withoutSchemas(definition.replace('choices: words', more), ['name', 'kind', 'cli']);
    expect(uses('choices: words')).toBeDefined();
    expect(uses("help: 'inner'")).toBeDefined();
    expect(uses('choices: inner')).toBeUndefined();
    expect(uses('help: `one of ${inner}`')).toBeUndefined();
  });

  it('keeps what is asked for as it is written, and imports no more than that', () => {
    const kept = withoutSchemas(definition, ['name', 'kind', 'cli']);
    expect(kept).toBe(`import { words, other } from 'words';
export const oneOperation = {
  name: 'one',
  kind: 'query',
  cli: {
    command: 'one',
    options: [
      { flags: '-x', choices: words },
    ],
  },
};
`);
    expect(withoutSchemas(definition, ['name', 'kind', 'within'])).not.toContain('import');
  });

  it.each([
    ['no kind', definition.replace("  kind: 'query',\n", '')],
    ['another form', definition.replace('defineOperation({\n', 'defineOperation({ ')],
    ['one that is not exported', definition.replace('export const', 'const')],
  ])('is none with %s', (_what, text) => {
    expect(withoutSchemas(text, ['name', 'kind'])).toBeUndefined();
  });

  it('leaves lists alone, and nothing of a file of schemas', () => {
    const list = "import { a } from 'a';\n\nexport const all = [a] as const;\n";
    expect(withoutSchemas(list, ['name'])).toBe(list);
    expect(withoutSchemas("import * as z from 'zod';\nexport const x = z.string();\n", ['name'])).toBe('');
  });

  it('makes a command line that says the same, and loads no schema to say it', async () => {
    await using folder = await tempDirectory('command-line');
    const bundle = serverBundles({ bundle: true, platform: 'node', format: 'cjs', banner: { js: '' } }).find(
      ({ entryPoints }) => entryPoints !== undefined && 'cli' in entryPoints,
    );
    await build({
      ...bundle,
      absWorkingDir: root,
      entryPoints: { program: 'src/cli/program.ts' },
      banner: {},
      outdir: folder.path,
      define: { __VERSION__: '"0"' },
      // There is none in that folder, so whatever loads it at once would fail.
      external: ['zod'],
      logLevel: 'silent',
    });
    const built = createRequire(import.meta.url)(folder.join('program.js')) as {
      createProgram: typeof createProgram;
    };
    const said = helpOf(built.createProgram(context, false));
    expect(said.length).toBeGreaterThan(30);
    expect(said).toEqual(helpOf(createProgram(context, false)));
  });
});

import { parse as parseToml, TomlError } from 'smol-toml';
import { isRecord } from '../../../core/isRecord.ts';
import type { Category } from '../../../core/memory/memory.ts';

/** What a file says about a project, before it is a memory. */
export interface ProjectStatement {
  /** What it is called within its file. */
  readonly ref: string;
  readonly category: Category;
  readonly title: string;
  readonly content: string;
}

/** Reads a manifest; what is not as it should be says nothing. `neighbours` are the names of the files beside it. */
export type ManifestReader = (text: string, neighbours: ReadonlySet<string>) => ProjectStatement[];

/** By the name of the file. */
export const manifestReaders: Readonly<Record<string, ManifestReader>> = {
  'package.json': readPackage,
  'pyproject.toml': readPyproject,
  'Cargo.toml': readCargo,
  'go.mod': readGoMod,
  'composer.json': readComposer,
  Makefile: readMakefile,
};

const mostListed = 40;

function readPackage(text: string, neighbours: ReadonlySet<string>): ProjectStatement[] {
  const manifest = objectOf(() => JSON.parse(text));
  if (Object.keys(manifest).length === 0) return [];
  const name = textIn(manifest['name']) ?? 'package.json';
  const manager = packageManager(textIn(manifest['packageManager']), neighbours);
  const scripts = entriesOf(manifest['scripts']).filter(([script]) => !/^(?:pre|post)(?!view)/.test(script));
  return [
    ...about(name, [
      textIn(manifest['description']),
      sentence(
        'Runs on',
        entriesOf(manifest['engines']).map(([engine, range]) => `${engine} ${range}`),
      ),
      sentence('Installed with', [manager]),
      sentence('Depends on', Object.keys(recordIn(manifest['dependencies']))),
      sentence('Built and tested with', Object.keys(recordIn(manifest['devDependencies'])).filter(isTool)),
      sentence('Workspaces', textsIn(manifest['workspaces'])),
    ]),
    ...listing(
      { ref: 'scripts', category: 'procedure', title: `Scripts of ${name}` },
      `Run with ${manager}:`,
      scripts.map(([script, command]) => `${manager} run ${script}: ${command}`),
    ),
  ];
}

const isTool = (name: string): boolean =>
  /^(?:typescript|eslint|prettier|vitest|jest|mocha|ava|playwright|@playwright\/test|cypress|webpack|vite|rollup|esbuild|tsup|turbo|nx|lerna|oxlint|@biomejs\/biome|husky|lint-staged|changesets|@changesets\/cli|storybook)$/.test(
    name,
  );

const lockFiles: readonly (readonly [string, string])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
];

function packageManager(said: string | undefined, neighbours: ReadonlySet<string>): string {
  const named = /^(npm|pnpm|yarn|bun)@/.exec(said ?? '')?.[1];
  return named ?? lockFiles.find(([file]) => neighbours.has(file))?.[1] ?? 'npm';
}

function readPyproject(text: string): ProjectStatement[] {
  const manifest = tomlOf(text);
  const tool = recordIn(manifest['tool']);
  const project = { ...recordIn(tool['poetry']), ...recordIn(manifest['project']) };
  const name = textIn(project['name']) ?? 'pyproject.toml';
  const scripts = entriesOf(project['scripts']);
  return [
    ...about(name, [
      textIn(project['description']),
      sentence('Python', [textIn(project['requires-python'])]),
      sentence('Built with', [textIn(recordIn(manifest['build-system'])['build-backend'])]),
      sentence(
        'Depends on',
        textsIn(project['dependencies']).map((each) => /^[\w.-]+/.exec(each)?.[0]),
      ),
      sentence(
        'Configures',
        Object.keys(tool).filter((each) => each !== 'poetry'),
      ),
    ]),
    ...listing(
      { ref: 'scripts', category: 'fact', title: `Commands of ${name}` },
      'Installed commands:',
      scripts.map(([script, target]) => `${script}: ${target}`),
    ),
  ];
}

function readCargo(text: string): ProjectStatement[] {
  const manifest = tomlOf(text);
  const [crate, workspace] = [recordIn(manifest['package']), recordIn(manifest['workspace'])];
  const name = textIn(crate['name']) ?? 'Cargo.toml';
  return about(name, [
    textIn(crate['description']),
    sentence('Rust edition', [textIn(crate['edition'])]),
    sentence('Rust at least', [textIn(crate['rust-version'])]),
    sentence('Members of the workspace', textsIn(workspace['members'])),
    sentence('Depends on', Object.keys(recordIn(manifest['dependencies']))),
  ]);
}

function readGoMod(text: string): ProjectStatement[] {
  const name = /^module\s+(\S+)/m.exec(text)?.[1];
  if (name === undefined) return [];
  const direct = [
    ...text.matchAll(
      /^[ \t]*(?:require[ \t]+)?([\w.-]{1,100}\.[a-z]{1,20}\/\S{1,300})[ \t]+v\S{1,100}[ \t]*$/gm,
    ),
  ];
  return about(name, [
    sentence('Go', [/^go\s+(\S+)/m.exec(text)?.[1]]),
    sentence(
      'Depends on',
      direct.map((match) => match[1]),
    ),
  ]);
}

function readComposer(text: string): ProjectStatement[] {
  const manifest = objectOf(() => JSON.parse(text));
  const name = textIn(manifest['name']) ?? 'composer.json';
  const scripts = entriesOf(manifest['scripts']);
  return [
    ...about(name, [
      textIn(manifest['description']),
      sentence(
        'Depends on',
        entriesOf(manifest['require']).map(([what, range]) => `${what} ${range}`),
      ),
    ]),
    ...listing(
      { ref: 'scripts', category: 'procedure', title: `Scripts of ${name}` },
      'Run with composer:',
      scripts.map(([script, run]) => `composer ${script}: ${run}`),
    ),
  ];
}

/** Targets that a person calls: those with a comment behind them, else all that are no file. */
function readMakefile(text: string): ProjectStatement[] {
  const targets = [...text.matchAll(/^([A-Za-z][\w-]{0,60}):(?!=)[^#\n]{0,400}(?:#+\s?([^\n]{0,200}))?$/gm)];
  const described = targets.filter(([, , comment]) => comment !== undefined);
  const shown = (described.length > 0 ? described : targets).map(([, target = '', comment]) =>
    comment === undefined ? `make ${target}` : `make ${target}: ${comment.trim()}`,
  );
  return listing(
    { ref: 'targets', category: 'procedure', title: 'Targets of the Makefile' },
    'Run with make:',
    [...new Set(shown)],
  );
}

function about(name: string, sentences: readonly (string | undefined)[]): ProjectStatement[] {
  const said = sentences.filter((each) => each !== undefined);
  return said.length === 0
    ? []
    : [{ ref: 'about', category: 'fact', title: `What ${name} is made of`, content: said.join('\n') }];
}

function sentence(head: string, parts: readonly (string | undefined)[]): string | undefined {
  const said = parts.filter((each) => each !== undefined);
  if (said.length === 0) return undefined;
  const more = said.length - mostListed;
  return `${head}: ${said.slice(0, mostListed).join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}

/** What can be run or called, one a line; nothing where there is none. */
function listing(
  about: Omit<ProjectStatement, 'content'>,
  head: string,
  lines: readonly string[],
): ProjectStatement[] {
  if (lines.length === 0) return [];
  const more = lines.length - mostListed;
  const shown = lines.slice(0, mostListed).map((line) => `- ${line.slice(0, 400)}`);
  return [{ ...about, content: [head, ...shown, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n') }];
}

function objectOf(read: () => unknown): Readonly<Record<string, unknown>> {
  try {
    return recordIn(read());
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TomlError) return {};
    throw error;
  }
}

const tomlOf = (text: string): Readonly<Record<string, unknown>> => objectOf(() => parseToml(text));

const recordIn = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {});
const textIn = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
const textsIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.flatMap((each) => textIn(each) ?? []) : [];

/** Names with a text, or with texts one after another. */
function entriesOf(value: unknown): [string, string][] {
  return Object.entries(recordIn(value)).flatMap(([key, each]): [string, string][] => {
    const text = textIn(each) ?? textsIn(each).join('; ');
    return text === '' ? [] : [[key, text]];
  });
}

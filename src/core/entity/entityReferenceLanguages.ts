/** How a language marks comments and strings; enough to find them, not to parse it. */
export interface LanguageSyntax {
  /** Openers of comments that end with the line. `#` and `;` count only at the start of a line or after a space. */
  readonly line: readonly string[];
  readonly block: readonly (readonly [string, string])[];
  readonly strings: readonly StringSyntax[];
  /** `#456` is a colour there, wherever it stands. */
  readonly hasHashColours?: boolean;
  /** Tags with text for people between them. */
  readonly hasTags?: boolean;
  /** `<<EOF` opens a text that goes to a line of that word. */
  readonly hasHereDocuments?: boolean;
  /** Texts and values need no quotes there. */
  readonly hasPlainTexts?: boolean;
}

export interface StringSyntax {
  readonly open: string;
  readonly close: string;
  readonly escape: string | undefined;
  readonly multiline: boolean;
}

/** Text for people: everything counts but fenced code and inline code. TeX is such a text with marks of its own. */
export type LanguageKind = 'prose' | 'tex' | LanguageSyntax;

const quoted = (mark: string, escape: string | undefined = '\\', multiline = false): StringSyntax => ({
  open: mark,
  close: mark,
  escape,
  multiline,
});
const double = quoted('"');
const single = quoted("'");
const slashes: Pick<LanguageSyntax, 'line' | 'block'> = { line: ['//'], block: [['/*', '*/']] };

const script: LanguageSyntax = { ...slashes, strings: [double, single, quoted('`', '\\', true)] };
/** Single quotes hold one character or name a lifetime there. */
const cLike: LanguageSyntax = { ...slashes, strings: [double] };
const php: LanguageSyntax = { ...slashes, line: ['//', '#'], strings: [double, single] };
const python: LanguageSyntax = {
  line: ['#'],
  block: [],
  strings: [quoted('"""', '\\', true), quoted("'''", '\\', true), double, single],
};
const hash: LanguageSyntax = { line: ['#'], block: [], strings: [double, single] };
const shell: LanguageSyntax = {
  line: ['#'],
  block: [],
  strings: [quoted('"', '\\', true), quoted("'", undefined, true)],
  hasHereDocuments: true,
};
const powershell: LanguageSyntax = { ...hash, block: [['<#', '#>']], strings: [quoted('"', '`'), single] };
const terraform: LanguageSyntax = { ...slashes, line: ['#', '//'], strings: [double] };
const sql: LanguageSyntax = { line: ['--'], block: [['/*', '*/']], strings: [quoted("'", undefined, true)] };
const lua: LanguageSyntax = { line: ['--'], block: [['--[[', ']]']], strings: [double, single] };
const haskell: LanguageSyntax = { line: ['--'], block: [['{-', '-}']], strings: [double] };
const lisp: LanguageSyntax = { line: [';'], block: [], strings: [quoted('"', '\\', true)] };
const ini: LanguageSyntax = { line: [';', '#'], block: [], strings: [double] };
const yaml: LanguageSyntax = { ...hash, hasPlainTexts: true };
const markup: LanguageSyntax = {
  line: [],
  block: [['<!--', '-->']],
  strings: [quoted('"', undefined, true)],
  hasTags: true,
};
/** Templates with script and style inside: quotes of the text around them would be taken for strings. */
const component: LanguageSyntax = {
  line: ['//'],
  block: [
    ['<!--', '-->'],
    ['/*', '*/'],
  ],
  strings: [],
  hasHashColours: true,
};
const css: LanguageSyntax = { line: [], block: [['/*', '*/']], strings: [], hasHashColours: true };
const scss: LanguageSyntax = { ...css, line: ['//'] };
/** For languages we do not know: the comments that most have. */
const unknown: LanguageSyntax = {
  line: ['//', '#'],
  block: [['/*', '*/']],
  strings: [double],
};

const table: readonly (readonly [LanguageKind, string])[] = [
  [
    'prose',
    'plaintext markdown git-commit git-rebase scminput restructuredtext asciidoc mdx search-result log',
  ],
  ['tex', 'latex tex'],
  [
    script,
    'javascript javascriptreact typescript typescriptreact dart groovy coffeescript go jsonc json5 json',
  ],
  [
    cLike,
    'c cpp csharp cuda-cpp java kotlin scala rust swift objective-c objective-cpp zig proto3 glsl hlsl',
  ],
  [php, 'php'],
  [python, 'python starlark'],
  [hash, 'ruby toml perl r elixir julia crystal nix graphql properties dotenv'],
  [yaml, 'yaml dockercompose github-actions-workflow'],
  [shell, 'shellscript fish dockerfile makefile cmake ignore'],
  [powershell, 'powershell'],
  [terraform, 'terraform hcl'],
  [sql, 'sql plsql mysql postgres'],
  [lua, 'lua'],
  [haskell, 'haskell elm'],
  [lisp, 'clojure lisp scheme racket'],
  [ini, 'ini'],
  [markup, 'html xml xsl svg handlebars razor'],
  [component, 'vue svelte astro'],
  [css, 'css'],
  [scss, 'scss less sass stylus'],
];

const byId: ReadonlyMap<string, LanguageKind> = new Map(
  table.flatMap(([kind, ids]) => ids.split(' ').map((id) => [id, kind] as const)),
);

/** How fences of Markdown call some of them. */
const shortNames: Readonly<Record<string, string>> = {
  js: 'javascript',
  mjs: 'javascript',
  jsx: 'javascriptreact',
  ts: 'typescript',
  tsx: 'typescriptreact',
  py: 'python',
  rb: 'ruby',
  rs: 'rust',
  golang: 'go',
  kt: 'kotlin',
  cs: 'csharp',
  'c++': 'cpp',
  sh: 'shellscript',
  bash: 'shellscript',
  zsh: 'shellscript',
  shell: 'shellscript',
  yml: 'yaml',
  tf: 'terraform',
};

/** By what stands behind a fence; text and what we do not know have none. */
export function fencedSyntax(name: string): LanguageSyntax | undefined {
  const lower = name.toLowerCase();
  const kind = byId.get(shortNames[lower] ?? lower);
  return typeof kind === 'object' ? kind : undefined;
}

/** By VS Code's language id; memories and messages, which have none, are prose. */
export function languageKind(languageId: string | undefined): LanguageKind {
  return languageId === undefined ? 'prose' : (byId.get(languageId) ?? unknown);
}

import { describe, expect, it } from 'vitest';
import { readFrontMatter } from '../../../src/intake/documents/frontMatter.ts';
import { markdownItems } from '../../../src/intake/documents/markdownItems.ts';
import { projectFileKind, projectItems } from '../../../src/intake/documents/project/projectFiles.ts';
import { limits } from '../../../src/protocol/limits.ts';

const read = (text: string) => readFrontMatter(text.split('\n'));

describe('front matter', () => {
  it('is read as YAML and as TOML', () => {
    const yaml = read('---\ntitle: "Guide: two"\ntags: [ops, on call]\ncreated: 2024-05-01\n---\nText');
    expect(yaml).toMatchObject({ length: 5, title: 'Guide: two', tags: ['ops', 'on call'] });
    expect(yaml.createdAt).toBe(Date.UTC(2024, 4, 1));
    const toml = read('+++\ntitle = "Guide"\ntags = ["ops"]\ndate = 2024-05-01\n+++\nText');
    expect(toml).toMatchObject({ length: 5, title: 'Guide', tags: ['ops'], createdAt: Date.UTC(2024, 4, 1) });
    expect(read('---\ntags: "ops, #db; web"\n---').tags).toEqual(['ops', 'db', 'web']);
  });

  it.each([
    ['a rule', '---\nText under a rule', 0],
    ['no end', '---\ntitle: A', 0],
    ['what is no YAML', '---\n{ : ] [\n---\nText', 3],
    ['a list', '---\n- a\n- b\n---', 4],
    ['aliases of aliases', '---\na: &a [1]\nb: [*a, *a]\n---', 4],
    ['more than anybody writes', `---\ntitle: ${'a'.repeat(30_000)}\n---`, 3],
  ])('says nothing with %s', (_name, text, length) => {
    expect(read(text)).toMatchObject({ length, title: undefined, tags: [] });
  });
});

describe('memories of a Markdown file', () => {
  it('are named by the document and the headings, and keep their names while their words change', () => {
    const items = (word: string) =>
      markdownItems({
        path: 'docs/guide.md',
        text: `# Guide\nHow we ${word} here.\n## Notes\nFirst of the notes.\n## Notes\nSecond of the notes.`,
      }).items;
    expect(items('work').map(({ title }) => title)).toEqual(['Guide', 'Guide: Notes', 'Guide: Notes']);
    const refs = items('work').map(({ ref }) => ref);
    expect(new Set(refs).size).toBe(3);
    expect(items('live').map(({ ref }) => ref)).toEqual(refs);
    // A ref outlives a purge, so there are no words in it.
    expect(refs.join(' ')).not.toMatch(/guide|notes/i);
  });

  it('are named by the file where nothing else names them', () => {
    const [item] = markdownItems({
      path: 'notes/on-call.md',
      text: 'Page the second line after ten minutes.',
    }).items;
    expect([item?.title, item?.category]).toEqual(['on-call', 'fact']);
  });

  it('are parts where a section is longer than a memory may be, and lose nothing', () => {
    const words = Array.from({ length: 12_000 }, (_, at) => `word${at}${at % 50 === 0 ? '\n\n' : ''}`);
    const { items } = markdownItems({ path: 'long.md', text: `# Long\n${words.join(' ')}` });
    expect(items.length).toBeGreaterThan(3);
    expect(items.every(({ content }) => content.length <= limits.content)).toBe(true);
    const said = items
      .map(({ content }) => content)
      .join(' ')
      .split(/\s+/);
    expect(said).toEqual(words.join(' ').split(/\s+/));
  });

  it('take the tags of the file and of whoever asked, and the category that was asked for', () => {
    const text = '---\ntags: [ops]\n---\n# Style\nTwo spaces and no more.';
    const [item] = markdownItems({ path: 'a.md', text, tags: ['team'], category: 'fact' }).items;
    expect([item?.tags, item?.category, item?.startLine]).toEqual([['team', 'ops'], 'fact', 4]);
  });
});

describe('what a project says of itself', () => {
  const none = new Set<string>();
  const of = (path: string, text: string, neighbours = none) =>
    projectItems(path, text, neighbours).map(({ category, title, content }) => ({
      category,
      title,
      content,
    }));

  it.each([
    ['AGENTS.md', 'rules'],
    ['packages/web/CLAUDE.md', 'rules'],
    ['.github/copilot-instructions.md', 'rules'],
    ['docs/CONTRIBUTING.md', 'contributing'],
    ['README.md', 'readme'],
    ['packages/web/README.md', undefined],
    ['package.json', 'manifest'],
    ['packages/web/package.json', undefined],
    ['docs/adr/0007-use-wal.md', 'decision'],
    ['.github/workflows/ci.yml', 'pipeline'],
    ['.gitlab-ci.yml', 'pipeline'],
    ['constructor', undefined],
    ['src/index.ts', undefined],
  ])('%s: %s', (path, kind) => {
    expect(projectFileKind(path)).toBe(kind);
  });

  it('rules for agents are conventions', () => {
    expect(of('AGENTS.md', '# Rules\nAlways run the tests first.')).toEqual([
      { category: 'convention', title: 'Rules', content: 'Always run the tests first.' },
    ]);
  });

  it('of a README the first words, and what a colleague would look up', () => {
    const text =
      '# Shop\nIt sells small things.\n## Installation\nRun npm ci here.\n## Sponsors\nThanks to all of you.';
    expect(of('README.md', text).map(({ category, title }) => [category, title])).toEqual([
      ['context', 'Shop'],
      ['procedure', 'Shop: Installation'],
    ]);
  });

  it('manifests tell what it is made of and what can be run', () => {
    const text = JSON.stringify({
      name: 'shop',
      description: 'Sells things',
      engines: { node: '>=20' },
      scripts: { test: 'vitest', pretest: 'x', preview: 'vite preview' },
      dependencies: { hono: '4' },
    });
    const [about, scripts] = of('package.json', text, new Set(['pnpm-lock.yaml']));
    expect(about?.content).toBe(
      'Sells things\nRuns on: node >=20.\nInstalled with: pnpm.\nDepends on: hono.',
    );
    expect(scripts).toEqual({
      category: 'procedure',
      title: 'Scripts of shop',
      content: 'Run with pnpm:\n- pnpm run test: vitest\n- pnpm run preview: vite preview',
    });
    expect(
      of('pyproject.toml', '[project]\nname = "shop"\nrequires-python = ">=3.11"\n[tool.ruff]\n'),
    ).toEqual([
      { category: 'fact', title: 'What shop is made of', content: 'Python: >=3.11.\nConfigures: ruff.' },
    ]);
    expect(of('Cargo.toml', '[package]\nname = "shop"\nedition = "2024"')[0]?.content).toBe(
      'Rust edition: 2024.',
    );
    expect(of('go.mod', 'module example.com/shop\n\ngo 1.24\n')[0]?.content).toBe('Go: 1.24.');
    expect(of('Makefile', 'test: build ## run all tests\nbuild:\n\tgo build\nX := 1\n')[0]?.content).toBe(
      'Run with make:\n- make test: run all tests',
    );
  });

  it('pipelines tell what is run, and when', () => {
    const github =
      'name: CI\non:\n  push:\njobs:\n  test:\n    steps:\n      - uses: a/b@v1\n      - run: npm ci\n';
    expect(of('.github/workflows/ci.yml', github)).toEqual([
      {
        category: 'fact',
        title: 'What the pipeline CI runs',
        content: '.github/workflows/ci.yml runs on push:\n- test: npm ci',
      },
    ]);
    const gitlab = 'stages: [test]\n.base:\n  script: [x]\nunit:\n  script:\n    - make\n    - make test\n';
    expect(of('.gitlab-ci.yml', gitlab)[0]?.content).toBe('.gitlab-ci.yml:\n- unit: make; make test');
  });

  it('decisions in force, and no others', () => {
    const record = (status: string) => `# 7. Use WAL\n\n## Status\n\n${status}\n\n## Decision\n\nWe use WAL.`;
    expect(of('docs/adr/0007-use-wal.md', record('Accepted'))).toEqual([
      { category: 'decision', title: 'ADR-7: Use WAL', content: 'We use WAL.' },
    ]);
    expect(of('docs/adr/0007-use-wal.md', record('Superseded by 9'))).toEqual([]);
  });

  it.each([
    ['package.json', '{'],
    ['package.json', '[]'],
    ['pyproject.toml', '= ='],
    ['.gitlab-ci.yml', '{ : ] ['],
    ['.gitlab-ci.yml', 'a: *b'],
    ['go.mod', ''],
  ])('nothing of a damaged %s', (path, text) => {
    expect(of(path, text)).toEqual([]);
  });
});

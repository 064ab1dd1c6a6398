import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readmeWithSettings } from '../../../tools/checks/settingsTable.mjs';
import { packagedMarkdown } from '../../../tools/release/packagedMarkdown.mjs';
import { releaseProblems, repositoryFields, repositoryOf } from '../../../tools/release/repository.mjs';
import { readShippedAssets } from '../../../tools/release/shippedAssets.mjs';
import { launcherAssets, modelAssets } from '../../../src/setup/launcherAssets.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const read = (name: string) => readFileSync(path.join(root, name), 'utf8');
const pages = { 'README.md': '', 'CHANGELOG.md': '', 'docs/npm.md': 'docs' };
/** Every target of a link or picture outside of code. */
const targetsOf = (text: string) =>
  [...text.replace(/^```[\s\S]*?^```$|`[^`\n]*`/gm, '').matchAll(/\]\(([^)\s]+)\)/g)].map(
    ([, target]) => target ?? '',
  );

describe('a page in a package', () => {
  const slug = 'somebody/memory-bridge';
  const place = { repository: `https://github.com/${slug}`, tag: 'v1.2.3' };

  it('has addresses of files and pictures at the tag of its version', () => {
    expect(packagedMarkdown('![A](media/a.png) [b](docs/b.md#c) [d](../LICENSE) `[e](f)`', place)).toBe(
      `![A](https://github.com/${slug}/raw/v1.2.3/media/a.png) [b](https://github.com/${slug}/blob/v1.2.3/docs/b.md#c) ` +
        `[d](https://github.com/${slug}/blob/v1.2.3/LICENSE) \`[e](f)\``,
    );
    expect(packagedMarkdown('[x](../CHANGELOG.md) [y](opencode.md)', { ...place, folder: 'docs' })).toBe(
      `[x](https://github.com/${slug}/blob/v1.2.3/CHANGELOG.md) [y](https://github.com/${slug}/blob/v1.2.3/docs/opencode.md)`,
    );
    const kept =
      'See [this](#use), [that](https://example.org/a) and <https://example.org>.\n\n```md\n[a](b)\n```\n';
    expect(packagedMarkdown(kept, place)).toBe(kept);
  });

  it('has no picture and no link that leads nowhere while no repository is named', () => {
    expect(packagedMarkdown('One\n\n![A](media/a.png)\n\nTwo [b](docs/b.md).\n', { tag: 'v1' })).toBe(
      'One\n\nTwo b.\n',
    );
  });

  it.each(Object.entries(pages))(
    '%s names files that are there, and is whole in both cases',
    (page, folder) => {
      const text = read(page);
      const files = targetsOf(text).filter((target) => !/^(?:[a-z]+:|#)/.test(target));
      expect(files.filter((file) => !existsSync(path.join(root, folder, file.split('#')[0] ?? '')))).toEqual(
        [],
      );
      for (const repository of [place.repository, undefined]) {
        const packaged = packagedMarkdown(text, { repository, tag: place.tag, folder });
        expect(targetsOf(packaged).filter((target) => !/^(?:https:|#)/.test(target))).toEqual([]);
      }
    },
  );

  it.each(['README.md', 'docs/npm.md'])('%s begins with the user, and says whose it is not', (page) => {
    const text = read(page);
    expect(text).toMatch(/not built by the OpenCode team and is not affiliated/);
    const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(headings[0]).toBe('Install');
    expect(headings.slice(0, -1)).not.toContain('Contribute');
  });

  it('has the settings as they are declared (node tools/checks/settingsTable.mjs --write)', () => {
    expect(read('README.md')).toBe(readmeWithSettings());
    expect(readmeWithSettings().match(/^\| `memoryBridge\./gm)).toHaveLength(
      Object.keys(JSON.parse(read('package.json')).contributes.configuration.properties).length,
    );
  });
});

describe('a release', () => {
  const slug = 'somebody/memory-bridge';
  const manifest = { ...repositoryFields(slug), publisher: 'somebody', version: '1.2.3' };
  const environment = {
    GITHUB_REPOSITORY: slug,
    GITHUB_REF_NAME: 'v1.2.3',
    MARKETPLACE_PUBLISHER: 'somebody',
  };
  const changelog = '# Changelog\n\n## [1.2.3] - 2030-01-01\n';
  const problems = (change: object = {}, env: object = {}, log = changelog) =>
    releaseProblems({
      manifest: { ...manifest, ...change },
      environment: { ...environment, ...env },
      changelog: log,
    });

  it('is built when everything is said and agrees', () => {
    expect(problems()).toEqual([]);
    expect(problems({}, { GITHUB_REPOSITORY: 'Somebody/Memory-Bridge' })).toEqual([]);
  });

  it.each([
    [{ repository: undefined }, {}, /names no repository/],
    [repositoryFields('OWNER/NAME'), {}, /names no repository/],
    [repositoryFields('your-name/memory-bridge'), {}, /names no repository/],
    [{ repository: 'https://example.org/somebody/memory-bridge' }, {}, /names no repository/],
    [{ bugs: { url: 'https://github.com/another/memory-bridge/issues' } }, {}, /"bugs".*does not belong/],
    [{ homepage: undefined }, {}, /"homepage".*does not belong/],
    [{}, { GITHUB_REPOSITORY: 'fork/memory-bridge' }, /built in fork\/memory-bridge/],
    [{}, { GITHUB_REPOSITORY: '' }, /built by the workflow alone/],
    [{ publisher: 'publisher name' }, {}, /names no publisher/],
    [{ publisher: 'another' }, {}, /publishes as somebody, but .* another/],
    [{}, { MARKETPLACE_PUBLISHER: undefined }, /MARKETPLACE_PUBLISHER is not set/],
    [{}, { GITHUB_REF_NAME: 'v1.2.4' }, /tag is v1\.2\.4, but the version is 1\.2\.3/],
    [{}, { GITHUB_REF_NAME: '' }, /tag is missing/],
  ])('is refused with %j %j', (change, env, reason) => {
    expect(problems(change, env).join('\n')).toMatch(reason);
  });

  it('is refused without a section of the changelog', () => {
    expect(problems({}, {}, '# Changelog\n\n## [Unreleased]\n')).toEqual([
      'CHANGELOG.md has no section for 1.2.3.',
    ]);
  });

  it('takes the repository from package.json, where all of it is named or none', () => {
    const own = JSON.parse(read('package.json')) as Record<string, unknown>;
    const named = repositoryOf(own);
    const nothing = { repository: undefined, bugs: undefined, homepage: undefined };
    const { repository, bugs, homepage } = own;
    expect({ repository, bugs, homepage }).toEqual(named ? repositoryFields(named.slug) : nothing);
  });

  it('is checked and published without a stored token of npm or of the Marketplace', () => {
    const workflow = read('.github/workflows/release.yml');
    expect(workflow).not.toMatch(/NPM_TOKEN|NODE_AUTH_TOKEN|VSCE_PAT/);
    expect(workflow.indexOf('tools/checks/release.mjs')).toBeGreaterThan(0);
    expect(workflow.indexOf('tools/checks/release.mjs')).toBeLessThan(workflow.indexOf('.ci/run'));
  });

  it('ships what the launcher copies', async () => {
    expect(await readShippedAssets()).toEqual([...launcherAssets, ...modelAssets]);
  });
});

it('the packer finds the rules for which it looks from the root', () => {
  const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, unknown> };
  const rules = readFileSync(
    path.join(path.dirname(createRequire(import.meta.url).resolve('@vscode/vsce')), 'secretLint.js'),
    'utf8',
  );
  // The rules of a preset come with it; packages of their own are asked for by name from the folder that is packed.
  const names = [...rules.matchAll(/id: "(@secretlint\/[\w-]+)"/g)]
    .map(([, name = '']) => name)
    .filter((name) => Object.keys(lock.packages).some((key) => key.endsWith(`node_modules/${name}`)));
  expect(names.length).toBeGreaterThan(1);
  expect(names.filter((name) => !Object.hasOwn(lock.packages, `node_modules/${name}`))).toEqual([]);
});

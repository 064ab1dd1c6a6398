import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { seededRandom } from '../../dev/random/seededRandom.mjs';

/** Texts of one repository: what anybody might remember of a project, and no order to a model. */
export interface Paragraph {
  readonly id: string;
  readonly kind: 'paragraph' | 'commit';
  readonly source: string;
  readonly text: string;
}

const mostOfOne = { files: 400, paragraphs: 700, commits: 250 };
const [shortest, longest] = [40, 900];
const most = 64 * 1024 * 1024;

/** Paragraphs of the Markdown, and messages of commits, of a repository with or without a work tree. */
export function paragraphsOf(repository: string): Paragraph[] {
  const name =
    path.basename(repository) === 'repo'
      ? path.basename(path.dirname(repository))
      : path.basename(repository);
  const gitDirectory = existsSync(path.join(repository, '.git')) ? path.join(repository, '.git') : repository;
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['--git-dir', gitDirectory, ...args], { encoding: 'utf8', maxBuffer: most });
  const random = seededRandom(1, name.length);
  const some = <T>(all: readonly T[], count: number): T[] =>
    all.length <= count ? [...all] : all.filter(() => random() < count / all.length);

  const files = some(
    git('ls-tree', '-r', '--name-only', '-z', 'HEAD')
      .split('\0')
      .filter((file) => /\.(?:md|mdx|mdc)$/i.test(file)),
    mostOfOne.files,
  );
  const found = files.flatMap((file) =>
    partsOf(git('show', `HEAD:${file}`)).map((text) => ({ source: `${name}:${file}`, text })),
  );
  const messages = git('log', '-n', '3000', '--no-merges', '--format=%s%n%n%b%x00')
    .split('\0')
    .map((message) => message.replaceAll(/^[A-Z][\w-]+-by: .*$|^\(cherry picked.*$/gim, '').trim())
    .filter(({ length }) => length >= 25 && length <= longest);
  return [
    ...some(found, mostOfOne.paragraphs).map((each, at) => ({
      ...each,
      id: `${name}-p${at}`,
      kind: 'paragraph' as const,
    })),
    ...some(messages, mostOfOne.commits).map((text, at) => ({
      id: `${name}-c${at}`,
      kind: 'commit' as const,
      source: `${name} (git log)`,
      text,
    })),
  ];
}

/** A document without its code, cut at empty lines; a list stays whole where it is short. */
function partsOf(document: string): string[] {
  return document
    .replace(/^---\n[\s\S]*?\n---\n/, '')
    .replaceAll(/```[\s\S]*?```|<!--[\s\S]*?-->/g, '')
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter(
      (part) =>
        part.length >= shortest && part.length <= longest && /\p{L}{3}/u.test(part) && !/^[|<]/.test(part),
    );
}

/** Writes what repositories say, one text only once. */
export function collect(repositories: readonly string[], file: string): void {
  const seen = new Set<string>();
  const lines: string[] = [];
  for (const repository of repositories)
    for (const each of paragraphsOf(repository)) {
      if (seen.has(each.text)) continue;
      seen.add(each.text);
      lines.push(JSON.stringify(each));
    }
  writeFileSync(file, `${lines.join('\n')}\n`);
}

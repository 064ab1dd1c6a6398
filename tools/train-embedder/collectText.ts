import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { DocumentationPackage } from './fetchPackages.ts';
import { textBlocks } from './textBlocks.ts';
import type { TextBlock } from './textBlocks.ts';

/** The blocks of one file; neighbours belong together. */
export type TextFile = readonly TextBlock[];

const readable = /\.(?:x?html?|txt|md|markdown|rst|adoc)(?:\.gz)?$/i;
const otherLanguages =
  /[./_](?:zh|ja|fr|de|es|it|ru|ko|pt|nl|pl|da|tr|pt-br|zh-cn)[./_]|\.(?:fr|de|es|ja|ko|tr|da|pt-br|zh-cn|ru)(?:\.|$)/i;
const noProse = /\/(?:_sources|search|genindex|changelog|copyright|licen[cs]e|implementors|src)[./_]|\.js$/i;
/** Bytes of text, so that no manual outweighs all others. */
const mostPerPackage = 5_000_000;
const largestFile = 8_000_000;

/** Prose of one package, each paragraph once, files in the order of their paths' bytes. */
export function packageText(
  folder: string,
  only: DocumentationPackage['only'],
  seen: Set<string>,
): TextFile[] {
  const allowed = only === undefined ? undefined : new RegExp(only);
  const files = filesBelow(folder).filter(
    (file) =>
      readable.test(file) &&
      !otherLanguages.test(file) &&
      !noProse.test(file) &&
      (allowed?.test(file) ?? true),
  );
  return filesText(files, seen);
}

/** Licences whose README files may be trained on. */
const permissive = new Set(
  '0BSD,Apache-2.0,BSD-2-Clause,BSD-3-Clause,BlueOak-1.0.0,CC0-1.0,ISC,MIT,MIT OR Apache-2.0,(MIT OR CC0-1.0),Unlicense'.split(
    ',',
  ),
);

export interface ReadmePackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly files: readonly string[];
}

/** Packages below a `node_modules` folder that have prose and a permissive licence, by name and version. */
export function readmePackages(modules: string): ReadmePackage[] {
  const found = new Map<string, ReadmePackage>();
  for (const manifest of filesBelow(modules).filter((file) => path.basename(file) === 'package.json')) {
    const { name, version, license } = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, unknown>;
    if (typeof name !== 'string' || typeof version !== 'string' || typeof license !== 'string') continue;
    const folder = path.dirname(manifest);
    if (!permissive.has(license) || !folder.endsWith(path.join('node_modules', name))) continue;
    const files = filesBelow(folder).filter(
      (file) =>
        /\.(?:md|markdown)$/i.test(file) &&
        !/changelog|history|licen[cs]e|node_modules/i.test(file.slice(folder.length)),
    );
    if (files.length > 0) found.set(`${name}@${version}`, { name, version, licence: license, files });
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}

export function filesText(files: readonly string[], seen: Set<string>): TextFile[] {
  const texts: TextFile[] = [];
  let bytes = 0;
  for (const file of files) {
    if (bytes > mostPerPackage) break;
    if (lstatSync(file).size > largestFile) continue;
    const blocks = textBlocks(file, readFileSync(file)).filter(({ kind, text }) => {
      if (kind === 'heading') return true;
      if (seen.has(text)) return false;
      seen.add(text);
      bytes += text.length;
      return true;
    });
    if (blocks.some(({ kind }) => kind === 'paragraph')) texts.push(blocks);
  }
  return texts;
}

/** Plain files below a folder, links left out, in the order of their paths' bytes. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort((a, b) => (a < b ? -1 : 1));
}

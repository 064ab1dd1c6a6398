import { isAdrPath, parseAdr } from '../../../core/statement/adr/adr.ts';
import { isInForce } from '../../../core/statement/adr/adrStatus.ts';
import { statementOfAdr } from '../../../core/statement/statement.ts';
import { type DocumentItem, hashOfLines } from '../documentItem.ts';
import { markdownItems } from '../markdownItems.ts';
import { manifestReaders, type ProjectStatement } from './manifest.ts';
import { isPipeline, pipelineStatements } from './pipelines.ts';

/** What a file is to a project. */
export type ProjectFileKind = 'rules' | 'contributing' | 'readme' | 'manifest' | 'decision' | 'pipeline';

/** In the order in which they are read: what tells agents most comes first. */
export const projectFileKinds = [
  'rules',
  'contributing',
  'readme',
  'decision',
  'manifest',
  'pipeline',
] as const satisfies readonly ProjectFileKind[];

const rules =
  /^(?:(?:[^/]+\/){0,3}(?:AGENTS|CLAUDE|GEMINI|CONVENTIONS)\.md|\.github\/copilot-instructions\.md|\.cursorrules|\.windsurfrules)$/i;
const contributing = /^(?:\.github\/|docs\/)?CONTRIBUTING(?:\.md|\.markdown)?$/i;
const readme = /^README(?:\.md|\.markdown)?$/i;

/** By a path from the root of the project, with forward slashes; undefined for one that a project is not told by. */
export function projectFileKind(path: string): ProjectFileKind | undefined {
  if (rules.test(path)) return 'rules';
  if (contributing.test(path)) return 'contributing';
  if (readme.test(path)) return 'readme';
  if (isPipeline(path)) return 'pipeline';
  if (Object.hasOwn(manifestReaders, path)) return 'manifest';
  return isAdrPath(path) ? 'decision' : undefined;
}

/** A README is for those who use the thing: of what it says the first parts tell a colleague most. */
const mostOfReadme = 8;
const useful: ReadonlySet<string> = new Set(['procedure', 'convention', 'decision', 'plan']);

/** What a file of a project says of it. `neighbours` are the names of the files at its root. */
export function projectItems(
  path: string,
  text: string,
  neighbours: ReadonlySet<string>,
): readonly DocumentItem[] {
  const kind = projectFileKind(path);
  switch (kind) {
    case 'rules':
      return markdownItems({ path, text }).items.map((item) =>
        item.category === 'fact' ? { ...item, category: 'convention' } : item,
      );
    case 'contributing':
      return markdownItems({ path, text }).items.filter(({ category }) => useful.has(category));
    case 'readme':
      return readmeItems(path, text);
    case 'decision':
      return decisionItems(path, text);
    case 'manifest':
      return statementItems(path, text, manifestReaders[path]?.(text, neighbours) ?? []);
    case 'pipeline':
      return statementItems(path, text, pipelineStatements(path, text));
    case undefined:
      return [];
  }
}

function readmeItems(path: string, text: string): DocumentItem[] {
  const [first, ...others] = markdownItems({ path, text }).items;
  if (!first) return [];
  const intro: DocumentItem = { ...first, category: 'context' };
  return [intro, ...others.filter(({ category }) => useful.has(category))].slice(0, mostOfReadme);
}

/** A decision that does not hold any more is not offered. */
function decisionItems(path: string, text: string): DocumentItem[] {
  const adr = parseAdr(path, text);
  if (!isInForce(adr.status)) return [];
  const { category, title, content, why, tags } = statementOfAdr(adr);
  if (content.trim() === '') return [];
  return [{ ...whole(path, text), ref: 'record', category, title, content, why, tags }];
}

const statementItems = (
  path: string,
  text: string,
  statements: readonly ProjectStatement[],
): DocumentItem[] =>
  statements.map(({ ref, category, title, content }) => ({
    ...whole(path, text),
    ref,
    category,
    title,
    content,
    tags: [],
  }));

function whole(
  path: string,
  text: string,
): Pick<DocumentItem, 'path' | 'startLine' | 'endLine' | 'contentHash'> {
  const lines = text.split(/\r\n?|\n/);
  return { path, startLine: 1, endLine: lines.length, contentHash: hashOfLines(lines) };
}

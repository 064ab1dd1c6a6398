import {
  applyEdits,
  findNodeAtLocation,
  getNodeValue,
  modify,
  type Node,
  type ParseError,
  parseTree,
} from 'jsonc-parser';
import { serverSettings } from '../protocol/settings/serverSettings.ts';
import { isSetting, type NamedSetting, type Settings } from '../protocol/settings/setting.ts';

const formatting = { tabSize: 2, insertSpaces: true, eol: '\n' };

/** A file in which every setting is a comment: what it does, and what it is as long as nobody says otherwise. */
export function newConfigText(): string {
  return [
    '// Settings of the memory server. To change one, remove the "//" before it.',
    '// Comments are kept when a program changes a setting; docs/settings.md explains each of them.',
    '{',
    '  "$schema": "./config.schema.json",',
    ...linesOf(serverSettings, '  '),
    '}',
    '',
  ].join('\n');
}

function linesOf(settings: Settings, indent: string): string[] {
  return Object.entries(settings).flatMap(([name, value]) =>
    isSetting(value)
      ? ['', `${indent}// ${value.summary}`, `${indent}${commented(name, value.initial)}`]
      : ['', `${indent}"${name}": {`, ...linesOf(value, `${indent}  `).slice(1), `${indent}},`],
  );
}

/** Settings of one name in as many groups, and each try reads the file once more. */
const mostTries = 8;

const commented = (name: string, initial: unknown): string => `// ${lineOf(name, initial)}`;
const lineOf = (name: string, value: unknown): string => `"${name}": ${JSON.stringify(value)},`;

/** The text with a setting in it. Where it stands as a comment, it takes the place of that. */
export function withSetting(text: string, { path }: Pick<NamedSetting, 'path'>, value: unknown): string {
  const there = valueIn(text, path);
  if (there !== undefined && JSON.stringify(there.value) === JSON.stringify(value)) return text;
  const inPlace = there === undefined ? uncommented(text, path, value) : undefined;
  return inPlace ?? applyEdits(text, modify(text, [...path], value, { formattingOptions: formatting }));
}

/** The text without a setting, which is then as nobody has said otherwise. Where it stands on a line alone, as a comment. */
export function withoutSetting(text: string, { path, initial }: NamedSetting): string {
  const there = valueIn(text, path);
  if (there === undefined) return text;
  const [from, to] = lineAround(text, there.from, there.to);
  const line = text.slice(from, to);
  const name = path.at(-1) ?? '';
  const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
  if (/^\s*"(?:[^"\\]|\\.)*"\s*:/.test(line) && there.to <= to && line.trimEnd().endsWith(',')) {
    const changed = `${text.slice(0, from)}${indent}${commented(name, initial)}${text.slice(to)}`;
    if (isSound(changed) && valueIn(changed, path) === undefined) return changed;
  }
  return applyEdits(text, modify(text, [...path], undefined, { formattingOptions: formatting }));
}

function uncommented(text: string, path: readonly string[], value: unknown): string | undefined {
  const name = path.at(-1) ?? '';
  const group = path.slice(0, -1);
  const { root } = parseConfig(text);
  const node = root && (group.length === 0 ? root : findNodeAtLocation(root, [...group]));
  if (!node) return undefined;
  const start = `// "${name}":`;
  let at = node.offset;
  for (let tries = 0; tries < mostTries; tries += 1) {
    at = text.indexOf(start, at + 1);
    if (at < 0 || at > node.offset + node.length) return undefined;
    const [from, to] = lineAround(text, at, at);
    const indent = text.slice(from, at);
    if (indent.trim() !== '') continue;
    const changed = `${text.slice(0, from)}${indent}${lineOf(name, value)}${text.slice(to)}`;
    // A comment of the same words may stand elsewhere, in another group or within a value.
    if (isSound(changed) && JSON.stringify(valueIn(changed, path)?.value) === JSON.stringify(value))
      return changed;
  }
  return undefined;
}

/** From the beginning of a line to its end, without what ends it. */
function lineAround(text: string, from: number, to: number): [number, number] {
  const end = text.indexOf('\n', to);
  const last = end < 0 ? text.length : end;
  return [text.lastIndexOf('\n', from - 1) + 1, text[last - 1] === '\r' ? last - 1 : last];
}

interface Place {
  readonly value: unknown;
  readonly from: number;
  readonly to: number;
}

/** Where a setting stands, with its name. */
function valueIn(text: string, path: readonly string[]): Place | undefined {
  const { root } = parseConfig(text);
  const node = root && findNodeAtLocation(root, [...path]);
  if (!node) return undefined;
  const { offset, length } = node.parent ?? node;
  return { value: getNodeValue(node), from: offset, to: offset + length };
}

const isSound = (text: string): boolean => parseConfig(text).errors.length === 0;

/** The settings as they stand, read as far as they can be. */
export function parseConfig(text: string): { root: Node | undefined; errors: readonly ParseError[] } {
  const errors: ParseError[] = [];
  return { root: parseTree(text, errors, { allowTrailingComma: true }), errors };
}

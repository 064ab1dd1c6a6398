import { getNodeValue, type Node } from 'jsonc-parser';
import { configSchema, namedSettings, type ServerConfig } from '../protocol/settings/serverSettings.ts';
import { type NamedSetting, putValue, valueAt } from '../protocol/settings/setting.ts';
import { parseConfig } from './configText.ts';
import { sayParseError } from './parseErrors.ts';
import { lineFinder } from './lineFinder.ts';
import { groupNames, unknownSetting } from './findSettings.ts';
import { sayProblem } from './sayProblem.ts';
import { valuesOf } from './valuesOf.ts';

export interface ConfigReading {
  readonly config: ServerConfig;
  /** What in the file is not understood, with its line; defaults stand in for it. */
  readonly warnings: readonly string[];
}

interface Entry {
  readonly name: string;
  readonly node: Node;
  /** False for a group that is none; undefined for what is no group. */
  readonly isGroup?: boolean;
}

export interface UnderstoodText extends Pick<ConfigReading, 'warnings'> {
  /** What was set, in its groups. Of a text that is not sound, also what stands in for what could not be read. */
  readonly values: object;
  /** Whether all of the text could be read, which says nothing of its values. */
  readonly isSound: boolean;
}

/** The settings in a text, as `understandConfig` reads them, with the defaults of all others. */
export function readConfigText(text: string, last?: object): ConfigReading {
  const { values, warnings } = understandConfig(text, () => last);
  return { config: configSchema.parse(values), warnings };
}

/**
 * What a text sets. One bad setting does not spoil the others. What cannot be read, since the text is no JSON, is as in
 * what `readLast` reads, the values that were understood before it; where nobody knows those, what keeps something closed
 * keeps it.
 */
export function understandConfig(text: string, readLast: () => object | undefined): UnderstoodText {
  const { root, errors } = parseConfig(text);
  const isSound = errors.length === 0 && (root === undefined || root.type === 'object');
  const last = isSound ? undefined : readLast();
  const rest = last
    ? 'What is not read counts as before.'
    : 'What is not read has its default, and what can keep something closed does.';
  // What follows on the same line mostly comes of the first.
  const told = errors.filter(({ offset }, at) => {
    const before = errors[at - 1];
    return !before || text.slice(before.offset, offset).includes('\n');
  });
  const warnings = told.map(({ error, offset }) => ({
    offset,
    text: `${sayParseError(error)}; the rest of the file may be unread. ${rest}`,
  }));
  if (root && root.type !== 'object')
    return {
      values: withLast({}, last),
      warnings: [`The file must hold one object in braces. ${rest}`],
      isSound,
    };
  const good = root ? goodValues(root, warnings) : {};
  const lineAt = lineFinder(text);
  return {
    values: isSound ? good : withLast(good, last),
    isSound,
    warnings: warnings
      .toSorted((left, right) => left.offset - right.offset)
      .map((each) => `Line ${lineAt(each.offset)}: ${each.text}`),
  };
}

function withLast(good: Record<string, unknown>, last: object | undefined): object {
  for (const setting of namedSettings) {
    const { path, schema, whenWrong } = setting;
    if (valueAt(good, path) !== undefined) continue;
    if (last === undefined) putWhenWrong(good, setting);
    else {
      const before = valueAt(last, path);
      // An older version may have understood what this one does not.
      const parsed = schema.safeParse(before);
      if (parsed.success) putValue(good, path, parsed.data);
      else if (before !== undefined && whenWrong !== undefined) putValue(good, path, whenWrong);
    }
  }
  return good;
}

/** The values of a file that are as they should be, and a warning for each that is not. */
function goodValues(root: Node, warnings: { offset: number; text: string }[]): Record<string, unknown> {
  const good: Record<string, unknown> = {};
  const settings = new Map(namedSettings.map((setting) => [setting.name, setting]));
  const seen = new Set<string>();
  const warn = ({ offset }: Node, text: string) => warnings.push({ offset, text });
  for (const { name, node, isGroup } of entriesOf(root)) {
    const setting = settings.get(name);
    if (isGroup === false) {
      warn(node, `"${name}" must hold settings in braces; its defaults are used.`);
      for (const each of namedSettings) if (each.path[0] === name) putWhenWrong(good, each);
    } else if (setting === undefined) warn(node, lowered(unknownSetting(name)));
    else if (seen.has(name)) warn(node, `"${name}" is set a second time; the first time counts.`);
    else {
      seen.add(name);
      const parsed = setting.schema.safeParse(getNodeValue(node));
      if (parsed.success) putValue(good, setting.path, parsed.data);
      else {
        const used = putWhenWrong(good, setting)
          ? `${JSON.stringify(setting.whenWrong)} is used`
          : 'its default is used';
        warn(node, `"${name}" takes ${valuesOf(setting)}; ${used}.${detailOf(parsed.error)}`);
      }
    }
  }
  return good;
}

/** Whether there is a value for the case that nobody knows which was meant. */
function putWhenWrong(good: Record<string, unknown>, { path, whenWrong }: NamedSetting): boolean {
  if (whenWrong !== undefined) putValue(good, path, whenWrong);
  return whenWrong !== undefined;
}

/** What the file names: settings, groups of them, and what is neither. `$schema` is the editor's. */
function entriesOf(root: Node): Entry[] {
  const groups = new Set(groupNames);
  return propertiesOf(root).flatMap(({ name, node }) => {
    if (name === '$schema') return [];
    if (!groups.has(name)) return [{ name, node }];
    if (node.type !== 'object') return [{ name, node, isGroup: false }];
    return propertiesOf(node).map((inner) => ({ name: `${name}.${inner.name}`, node: inner.node }));
  });
}

function propertiesOf(node: Node): { name: string; node: Node }[] {
  return (node.children ?? []).flatMap(({ children: [key, value] = [] }) =>
    key && value ? [{ name: String(key.value), node: value }] : [],
  );
}

/** What is wrong within a value that holds others. */
function detailOf({
  issues: [first],
}: {
  issues: readonly { path: PropertyKey[]; message: string }[];
}): string {
  if (!first || first.path.length === 0) return '';
  return ` (${first.path.map(String).join('.')}: ${sayProblem(first).replace(/\.$/, '')})`;
}

const lowered = (sentence: string): string => `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;

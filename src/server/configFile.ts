import { createWhole, readWhole, writeWhole } from '../home/wholeFile.ts';
import {
  applyEdits,
  findNodeAtLocation,
  modify,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
  getNodeValue,
} from 'jsonc-parser';
import { type DataDirectory } from '../home/dataDirectory.ts';
import { MemoryBridgeError } from '../core/errors.ts';
import {
  type ConfigChanges,
  configSchema,
  namedSettings,
  type ServerConfig,
} from '../protocol/settings/serverSettings.ts';
import { putValue, valueAt } from '../protocol/settings/setting.ts';

export interface ConfigReading {
  readonly config: ServerConfig;
  /** What in the file is not understood, with its line; defaults stand in for it. */
  readonly warnings: readonly string[];
}

const template = `// Settings of the memory server. Comments are kept when a program changes a setting.
{
}
`;
const formatting = { tabSize: 2, insertSpaces: true, eol: '\n' };

/** `<home>/config.jsonc`, edited by people and by the `configure` operation; the last writer wins. */
export class ConfigFile {
  readonly path: string;

  constructor(directory: DataDirectory) {
    this.path = directory.configFile;
  }

  /** Read anew each time: people edit the file while the server runs. One bad setting does not spoil the others. */
  read(): ConfigReading {
    const text = this.#text();
    const errors: ParseError[] = [];
    const root = parseTree(text, errors, { allowTrailingComma: true });
    const warnings = errors.map(
      ({ error, offset }) =>
        `Line ${lineAt(text, offset)}: ${printParseErrorCode(error)}; the rest of the file may be unread.`,
    );
    if (root && root.type !== 'object') warnings.push('The file must hold one object in braces.');
    const good = root?.type === 'object' ? goodValues(root, text, warnings) : {};
    return { config: configSchema.parse(good), warnings };
  }

  /** Changes settings in place, so that comments and order stay. Returns the settings as they are now. */
  set(changes: ConfigChanges): ConfigReading {
    let text = this.#text();
    const errors: ParseError[] = [];
    parseTree(text, errors, { allowTrailingComma: true });
    if (errors.length > 0)
      throw new MemoryBridgeError(
        'conflict',
        `${this.path} is not valid and was left as it is. Correct it first.`,
      );
    for (const { path } of namedSettings) {
      const value = valueAt(changes, path);
      if (value !== undefined)
        text = applyEdits(text, modify(text, [...path], value, { formattingOptions: formatting }));
    }
    // One that others could read would be told of as a trouble at the next start.
    if (!createWhole(this.path, text)) writeWhole(this.path, text);
    return this.read();
  }

  #text(): string {
    const text = readWhole(this.path);
    return text === undefined || text.trim() === '' ? template : text;
  }
}

/** The values of a file that are as they should be, and a warning for each that is not. */
function goodValues(root: Node, text: string, warnings: string[]): object {
  const good: Record<string, unknown> = {};
  const known = new Map<string, Node>();
  for (const { path, name, schema } of namedSettings) {
    const node = findNodeAtLocation(root, [...path]);
    if (!node) continue;
    known.set(name, node);
    const parsed = schema.safeParse(getNodeValue(node));
    if (parsed.success) putValue(good, path, parsed.data);
    else
      warnings.push(
        `Line ${lineAt(text, node.offset)}: the value of "${name}" is not valid; its default is used.`,
      );
  }
  const groups = new Set(namedSettings.flatMap(({ path }) => (path.length > 1 ? [path[0] ?? ''] : [])));
  for (const { name, node, isGroup } of entriesOf(root, groups))
    if (isGroup === false)
      warnings.push(
        `Line ${lineAt(text, node.offset)}: "${name}" must hold settings in braces; its defaults are used.`,
      );
    else if (isGroup === undefined && !known.has(name))
      warnings.push(`Line ${lineAt(text, node.offset)}: there is no setting "${name}".`);
  return good;
}

/** What the file names: settings, groups of them, and what is neither. `isGroup` is false for a group that is none. */
function entriesOf(
  root: Node,
  groups: ReadonlySet<string>,
): { name: string; node: Node; isGroup?: boolean }[] {
  return propertiesOf(root).flatMap(({ name, node }) => {
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

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

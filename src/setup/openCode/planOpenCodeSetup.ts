import { readWhole } from '../../home/wholeFile.ts';
import { getNodeValue } from 'jsonc-parser';
import { MemoryBridgeError } from '../../core/errors.ts';
import { unifiedDiff } from '../unifiedDiff.ts';
import { readConfig } from './configAccess.ts';
import { type SetupScope, findOpenCodeConfig } from './findOpenCodeConfig.ts';
import {
  type JsonValue,
  format,
  insertProperty,
  parseObject,
  propertyOf,
  removeProperty,
  replaceValue,
  valueOf,
} from './jsoncEdit.ts';
import {
  type MemoryEntry,
  type SetupForm,
  isOurEntry,
  memoryEntry,
  mergeEntry,
  serverName,
} from './memoryEntry.ts';
import { type SetupAction, type StoredRecord, hashOf, readRecords, recordName } from './setupRecords.ts';

export interface OpenCodeSetupOptions {
  readonly scope: SetupScope;
  readonly form: SetupForm;
  /** Take the entry out instead of putting it in. */
  readonly remove?: boolean;
  /** The data directory. */
  readonly home: string;
  /** Any folder of the project; needed for the project scope. */
  readonly folder?: string;
  /** Needed for the remote form: the port of the data directory, which must have a token already. */
  readonly port?: number;
  readonly environment?: NodeJS.ProcessEnv;
  readonly platform?: NodeJS.Platform;
  /** Milliseconds; names the backup. */
  readonly now?: number;
}

type OwnAction = Exclude<SetupAction, 'switch_off' | 'settings'>;

/** What a setup would do to one file. Nothing is written before `applyOpenCodeSetup`. */
export interface OpenCodeSetupPlan {
  readonly action: OwnAction | 'none';
  readonly path: string;
  /** Folder of the project, or of the global configuration. */
  readonly folder: string;
  /** Text now; null when the file does not exist. */
  readonly before: string | null;
  /** Text afterwards; null when the file goes away again. */
  readonly after: string | null;
  /** Unified diff, empty when nothing changes. */
  readonly diff: string;
  /** Where the present text is kept; null when there is none. */
  readonly backupPath: string | null;
  /** An entry named `memory` that somebody else made, as text: replaced only after an explicit yes. */
  readonly foreign: string | null;
  /** Plain sentences that a person should read before saying yes. */
  readonly warnings: readonly string[];
  readonly home: string;
  readonly at: number;
}

const schema = 'https://opencode.ai/config.json';

/** Works out the change to OpenCode's configuration. Throws `invalid_input` when the file cannot be read as JSON. */
export async function planOpenCodeSetup(options: OpenCodeSetupOptions): Promise<OpenCodeSetupPlan> {
  const {
    scope,
    form,
    remove = false,
    home,
    environment = process.env,
    platform,
    now = Date.now(),
  } = options;
  if (scope === 'project' && options.folder === undefined)
    throw new MemoryBridgeError('invalid_input', 'A project setup needs the folder of the project.');
  if (form === 'remote' && !remove && options.port === undefined)
    throw new MemoryBridgeError('invalid_input', 'The remote form needs the port of the memory server.');
  const location = await findOpenCodeConfig(scope, options.folder ?? home, environment);
  const { path } = location;
  const before = await readConfig(path);
  const records = await readRecords(home, path);
  const entry = memoryEntry({
    form,
    home,
    port: options.port,
    project: scope === 'project' ? location.folder : undefined,
    platform,
  });
  const edit = remove ? withoutEntry(before, path, records) : withEntry(before, path, entry);
  const warnings = [
    ...edit.warnings,
    ...(remove ? [] : await warningsAbout(path, location.others, scope, environment)),
  ];
  const changed = edit.after !== before;
  return {
    action: changed ? edit.action : 'none',
    path,
    folder: location.folder,
    before,
    after: edit.after,
    diff: changed ? unifiedDiff(path, before, edit.after) : '',
    backupPath: changed && before !== null ? `${recordName(home, path, now)}.bak` : null,
    foreign: changed ? edit.foreign : null,
    warnings,
    home,
    at: now,
  };
}

interface Edit {
  readonly action: OwnAction;
  readonly after: string | null;
  readonly foreign: string | null;
  readonly warnings: readonly string[];
}

/** A byte order mark is not JSON for the parser, and stays where it was. */
function splitMark(text: string): [mark: string, rest: string] {
  return text.startsWith('\uFEFF') ? ['\uFEFF', text.slice(1)] : ['', text];
}

function withEntry(before: string | null, path: string, entry: MemoryEntry): Edit {
  const [mark, text] = splitMark(before ?? '');
  const root = parseObject(text, path);
  const add = (after: string): Edit => ({ action: 'add', after: mark + after, foreign: null, warnings: [] });
  if (!root) {
    const whole = format({ $schema: schema, mcp: { [serverName]: entry } }, '', text);
    return add(text.trim() === '' ? `${whole}\n` : `${text.trimEnd()}\n${whole}\n`);
  }
  const servers = serversOf(root, path);
  if (!servers) return add(insertProperty(text, root, 'mcp', { [serverName]: entry }));
  const property = propertyOf(servers, serverName);
  if (!property) return add(insertProperty(text, servers, serverName, entry));
  const existing = getNodeValue(valueOf(servers, serverName) ?? property) as JsonValue;
  const wanted = mergeEntry(existing, entry);
  if (sameJson(existing, wanted)) return { action: 'update', after: before, foreign: null, warnings: [] };
  const ours = isOurEntry(existing);
  return {
    action: ours ? 'update' : 'replace',
    after: mark + replaceValue(text, property, wanted),
    foreign: ours ? null : JSON.stringify(existing, undefined, 2),
    warnings: ours
      ? []
      : [`There is already an MCP server named "${serverName}" that belongs to something else: ${path}`],
  };
}

/**
 * The text without our entry. When the file is exactly as a setup left it, that is the backup, byte for byte; else only
 * what was added goes, and what the person did since stays.
 */
function withoutEntry(before: string | null, path: string, records: readonly StoredRecord[]): Edit {
  const nothing: Edit = { action: 'remove', after: before, foreign: null, warnings: [] };
  if (before === null) return nothing;
  const [mark, text] = splitMark(before);
  const root = parseObject(text, path);
  const servers = root && serversOf(root, path);
  const property = propertyOf(servers, serverName);
  if (!root || !servers || !property) return nothing;
  if (!isOurEntry(getNodeValue(valueOf(servers, serverName) ?? property)))
    return {
      ...nothing,
      warnings: [`The MCP server named "${serverName}" in ${path} belongs to something else, so it stays.`],
    };
  const { original, untouched } = originOf(before, path, records);
  if (untouched) return { ...nothing, after: original };
  const previous = original === null ? undefined : serversOf(parseObject(original, path), path);
  const foreign = valueOf(previous, serverName);
  if (foreign) return { ...nothing, after: mark + replaceValue(text, property, getNodeValue(foreign)) };
  const removed = removeProperty(text, servers, property);
  const emptied = parseObject(removed, path);
  const leftover = propertyOf(emptied, 'mcp');
  // An `mcp` that was there before, or that holds a comment of the person, is theirs.
  const isOurs = !previous && leftover && removed.slice(leftover.offset).search(/^"mcp"\s*:\s*\{\s*\}/) === 0;
  return {
    ...nothing,
    after: mark + (isOurs && emptied ? removeProperty(removed, emptied, leftover) : removed),
  };
}

/** The text before the first of our changes, and whether the file still is what the last of them wrote. */
function originOf(
  now: string,
  path: string,
  records: readonly StoredRecord[],
): { original: string | null; untouched: boolean } {
  let expected: string | null = now;
  let untouched = true;
  for (const record of records) {
    if (record.action === 'remove') break;
    // What was switched off since is to stay so.
    untouched &&= record.afterHash === hashOf(expected) && record.action !== 'switch_off';
    expected = record.before;
    const servers =
      expected === null ? undefined : serversOf(parseObject(splitMark(expected)[1], path), path);
    const entry = valueOf(servers, serverName);
    if (!entry || !isOurEntry(getNodeValue(entry))) return { original: expected, untouched };
  }
  return { original: null, untouched: false };
}

function serversOf(root: ReturnType<typeof parseObject>, path: string): ReturnType<typeof parseObject> {
  const servers = valueOf(root, 'mcp');
  if (servers && servers.type !== 'object')
    throw new MemoryBridgeError(
      'invalid_input',
      `"mcp" is not an object, so OpenCode cannot read it. Nothing was written. Correct this file and try again: ${path}`,
      { details: { path } },
    );
  return servers;
}

async function warningsAbout(
  path: string,
  others: readonly string[],
  scope: SetupScope,
  environment: NodeJS.ProcessEnv,
): Promise<string[]> {
  const warnings: string[] = [];
  for (const other of others) {
    if (valueOf(valueOf(tryRead(other), 'mcp'), serverName))
      warnings.push(
        `Another file also has an MCP server named "${serverName}", and OpenCode merges both: ${other}`,
      );
  }
  if (scope === 'project')
    warnings.push(
      `It will name files of this computer. Do not commit it if others work on this project, or use the global configuration: ${path}`,
    );
  if (scope === 'project' && environment['OPENCODE_DISABLE_PROJECT_CONFIG'])
    warnings.push(
      'OPENCODE_DISABLE_PROJECT_CONFIG is set, so OpenCode will not read the file of the project.',
    );
  return warnings;
}

/** Files that are not ours to change may be broken; that is no reason to refuse. */
function tryRead(path: string): ReturnType<typeof parseObject> {
  try {
    return parseObject(splitMark(readWhole(path) ?? '')[1], path);
  } catch {
    return undefined;
  }
}

function sameJson(left: JsonValue, right: JsonValue): boolean {
  return JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));
}

function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

import type { Node } from 'jsonc-parser';
import { parseObject, propertyOf, insertProperty, replaceValue, styleOf } from '../openCode/jsoncEdit.ts';
import { readConfig } from '../openCode/configAccess.ts';
import { recordName } from '../openCode/setupRecords.ts';
import type { FileChange } from '../openCode/applyOpenCodeSetup.ts';
import { unifiedDiff } from '../unifiedDiff.ts';
import { findPeerEntries, type PeerEntry, peerOfEntry, pluginNodes, serverNodes } from './peerEntries.ts';
import { peerOfPlugin } from './peerMarks.ts';

/** What switching off would do to one file. Nothing is written before it is applied. */
export interface SwitchOffPlan extends FileChange {
  readonly action: 'switch_off';
  readonly diff: string;
  readonly entries: readonly PeerEntry[];
}

export interface SwitchOffOptions {
  /** The data directory, where backups are kept. */
  readonly home: string;
  readonly folder: string;
  readonly environment?: NodeJS.ProcessEnv;
  /** Milliseconds; names the backups. */
  readonly now?: number;
}

/**
 * Works out how the entries of other memories are switched off: plugins are taken out of the list, servers get
 * `"enabled": false`, so that all of it can be read in the file. Everything else of it stays as it is.
 */
export async function planSwitchOff({
  home,
  folder,
  environment = process.env,
  now = Date.now(),
}: SwitchOffOptions): Promise<SwitchOffPlan[]> {
  const entries = (await findPeerEntries(folder, environment)).filter(({ kind }) => kind !== 'plugin file');
  const files = [...new Set(entries.map(({ file }) => file))];
  return Promise.all(
    files.map(async (file) => {
      const before = (await readConfig(file)) ?? '';
      const after = switchedOff(before, file);
      return {
        action: 'switch_off' as const,
        path: file,
        before,
        after,
        diff: unifiedDiff(file, before, after),
        backupPath: `${recordName(home, file, now)}.bak`,
        entries: entries.filter((each) => each.file === file),
        home,
        at: now,
      };
    }),
  );
}

/** The text without plugins of other memories and with their servers off. */
export function switchedOff(text: string, file: string): string {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  let rest = text.slice(mark.length);
  for (;;) {
    const changed = withOneOff(rest, file);
    if (changed === undefined || changed === rest) return mark + rest;
    rest = changed;
  }
}

/** The places of the others move with each change, so that one is made at a time. */
function withOneOff(text: string, file: string): string | undefined {
  const root = parseObject(text, file);
  if (!root) return undefined;
  const plugin = pluginNodes(root).find(({ name }) => peerOfPlugin(name) !== undefined);
  if (plugin) return withoutItem(text, plugin.list, plugin.node);
  const server = serverNodes(root).find(({ value }) => peerOfEntry(value) !== undefined);
  const object = server?.property.children?.[1];
  if (!object) return undefined;
  // Later versions say it the other way round; what stands there already is what is changed.
  const disabled = propertyOf(object, 'disabled');
  if (disabled) return replaceValue(text, disabled, true);
  const enabled = propertyOf(object, 'enabled');
  return enabled ? replaceValue(text, enabled, false) : insertProperty(text, object, 'enabled', false);
}

/** Takes an item out of a list, with its comma, and with its line where it stands on one alone. */
function withoutItem(text: string, list: Node, item: Node): string {
  const items = list.children ?? [];
  const at = items.indexOf(item);
  const [previous, next] = [items[at - 1], items[at + 1]];
  const end = item.offset + item.length;
  if (next) {
    const lineStart = startOfOwnLine(text, item.offset);
    const follows = text.slice(end, next.offset);
    // A remark behind the comma on the same line belongs to what goes.
    if (lineStart !== undefined && follows.includes('\n')) {
      const { eol } = styleOf(text);
      return text.slice(0, lineStart) + text.slice(text.indexOf(eol, end) + eol.length);
    }
    return text.slice(0, item.offset) + text.slice(next.offset);
  }
  if (previous) return text.slice(0, previous.offset + previous.length) + text.slice(end);
  return text.slice(0, list.offset + 1) + text.slice(end).trimStart();
}

function startOfOwnLine(text: string, offset: number): number | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return start > 0 && text.slice(start, offset).trim() === '' ? start : undefined;
}

import type { MemoryClient } from '../../../client/memoryClient.ts';
import type { PeerSettings } from '../../../setup/peers/peerSettings.ts';
import type { ConfigChanges } from '../../../protocol/settings/serverSettings.ts';
import type { GlobalOptions } from '../../cliContext.ts';
import type { CliIo } from '../../cliIo.ts';
import { confirmed } from '../../confirm.ts';
import { openDirectory, withMemory } from '../../withMemory.ts';
import { openConfig } from './openConfig.ts';
import { renderValue } from './renderSettings.ts';

/** A setting of another memory that would change one of ours, or is the same already. */
interface Taken {
  /** As it is called there. */
  readonly from: string;
  readonly name: string;
  readonly now: unknown;
  readonly next: unknown;
  /** Only a person may change it. */
  readonly isForPersons: boolean;
}

/** The settings of another memory beside ours. */
export interface ComparedSettings {
  readonly of: string;
  readonly file: string;
  readonly taken: readonly Taken[];
  readonly left: readonly { readonly name: string; readonly because: string }[];
}

export interface SettingsRun {
  readonly io: CliIo;
  readonly globals: GlobalOptions;
  /** One that is connected already. */
  readonly client?: MemoryClient;
}

/** Settings of other memories on this machine: those in the file that is named, or of one system where it keeps them. */
export async function findPeerSettings(
  { io }: SettingsRun,
  where: { readonly file?: string; readonly system?: string },
): Promise<PeerSettings[]> {
  const { peerSettingsFiles, readPeerSettings } = await import('../../../setup/peers/peerSettings.ts');
  if (where.file !== undefined) return [readPeerSettings(where.file)].filter((each) => each !== undefined);
  return peerSettingsFiles(io.env)
    .filter(([peer]) => where.system === undefined || peer.system === where.system)
    .flatMap(([, file]) => readPeerSettings(file) ?? []);
}

export async function comparePeerSettings(
  { io, globals }: SettingsRun,
  found: readonly PeerSettings[],
): Promise<ComparedSettings[]> {
  const { values } = await openConfig(globals, io, { mayBegin: true });
  const { namedSettings } = await import('../../../protocol/settings/serverSettings.ts');
  const isForPersons = (name: string): boolean =>
    namedSettings.find((each) => each.name === name)?.personOnly !== undefined;
  return found.map(({ peer, file, offers }) => ({
    of: peer.title,
    file,
    taken: offers.flatMap(({ name: from, to }) =>
      to
        ? [
            {
              from,
              name: to.name,
              now: values(to.name)[0]?.value,
              next: to.value,
              isForPersons: isForPersons(to.name),
            },
          ]
        : [],
    ),
    left: offers.flatMap(({ name, because }) => (because === undefined ? [] : [{ name, because }])),
  }));
}

/** What each setting becomes here: those that have a counterpart one by one, the others by why they have none. */
export function showPeerSettings({ io }: SettingsRun, { of, file, taken, left }: ComparedSettings): void {
  io.print(`Settings of ${of} in ${file}:`);
  const width = Math.max(0, ...taken.map(({ from }) => from.length));
  for (const { from, name, now, next } of taken) {
    const change = isSame(now, next)
      ? `${renderValue(now)} already`
      : `${renderValue(now)} -> ${renderValue(next)}`;
    io.print(`  ${from.padEnd(width)}  ${name}: ${change}`);
  }
  for (const [because, names] of byReason(left)) {
    io.print(io.paint.dim(`  Not taken over, because ${because}:`));
    io.print(io.paint.dim(`    ${shortened(names).join(', ')}`));
  }
}

/** As many of one group are named one by one; of more, the group with their number. */
const namedOnes = 3;

function shortened(names: readonly string[]): string[] {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const group = name.split('.', 1)[0] ?? '';
    groups.set(group, [...(groups.get(group) ?? []), name]);
  }
  return [...groups].flatMap(([group, ones]) =>
    ones.length > namedOnes ? [`${group}.* (${ones.length} of them)`] : ones,
  );
}

function byReason(left: ComparedSettings['left']): ReadonlyMap<string, string[]> {
  const reasons = new Map<string, string[]>();
  for (const { name, because } of left) {
    const names = reasons.get(because);
    if (names) names.push(name);
    else reasons.set(because, [name]);
  }
  return reasons;
}

/** Takes settings over after showing the change; what they were is kept for `config undo`. */
export async function takePeerSettings(
  run: SettingsRun,
  compared: readonly ComparedSettings[],
  options: { readonly force?: boolean; readonly yes?: boolean },
): Promise<boolean> {
  const { io, globals } = run;
  const say = (text: string): void => {
    if (!globals.json) io.print(text);
  };
  const all = compared.flatMap(({ taken }) => taken).filter(({ now, next }) => !isSame(now, next));
  // The server would refuse all of them for the sake of these.
  const forPersons = io.isInteractive ? [] : all.filter(({ isForPersons }) => isForPersons);
  for (const { name } of forPersons)
    io.note(`${name} was left as it is: only a person changes it, at a terminal.`);
  const changes = all.filter((each) => !forPersons.includes(each));
  if (changes.length === 0) {
    say('Nothing to change: the settings here are the same.');
    return false;
  }
  const count = changes.length === 1 ? 'this setting' : `these ${changes.length} settings`;
  const refusal = `Nothing was changed. Add --force to change ${count} without a question.`;
  if (!(await confirmed(`Change ${count}?`, options, globals, io, { refusal }))) {
    io.note('Nothing was changed.');
    return false;
  }
  await apply(run, changes);
  for (const { name, now, next } of changes)
    say(`${name} = ${renderValue(next)}${io.paint.dim(` (was ${renderValue(now)})`)}`);
  say(io.paint.dim('Undo it: memory-bridge config undo'));
  return true;
}

async function apply({ io, globals, client }: SettingsRun, changes: readonly Taken[]): Promise<void> {
  const [{ configureOperation }, { putValue }, { findSettings }, { readWhole }, setup, records] =
    await Promise.all([
      import('../../../protocol/operations/system/configure.ts'),
      import('../../../protocol/settings/setting.ts'),
      import('../../../settings/findSettings.ts'),
      import('../../../home/wholeFile.ts'),
      import('../../../setup/openCode/applyOpenCodeSetup.ts'),
      import('../../../setup/openCode/setupRecords.ts'),
    ]);
  const { home, configFile } = await openDirectory(globals, io);
  const before = readWhole(configFile) ?? null;
  const set: ConfigChanges = {};
  for (const { name, next } of changes) putValue(set, findSettings(name)[0]?.path ?? [], next);
  // By the server, the one writer, which refuses what only a person may change to everybody else.
  const configure = (connected: MemoryClient) => connected.call(configureOperation, { set });
  await (client ? configure(client) : withMemory(globals, io, configure, { mayBegin: true }));
  const at = Date.now();
  await setup.recordChange({
    action: 'settings',
    path: configFile,
    before,
    after: readWhole(configFile) ?? null,
    backupPath: before === null ? null : `${records.recordName(home, configFile, at)}.bak`,
    home,
    at,
  });
}

const isSame = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);

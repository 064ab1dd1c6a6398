import type { PeerAtWork } from '../../../setup/peers/peersAtWork.ts';
import {
  comparePeerSettings,
  findPeerSettings,
  type SettingsRun,
  showPeerSettings,
  takePeerSettings,
} from './offerPeerSettings.ts';

interface NoteOptions {
  /** Take its settings over, too: `--settings`. */
  readonly settings?: boolean;
  readonly force?: boolean;
  readonly yes?: boolean;
}

/** Whether somebody points at the settings of another memory rather than at its memories. */
export const isPeerSettings = async (run: SettingsRun, file: string): Promise<boolean> =>
  (await findPeerSettings(run, { file })).length > 0;

/** `import` with the settings of another memory: they are shown, and taken over where that is asked for. */
export async function importSettings(run: SettingsRun, file: string, options: NoteOptions): Promise<void> {
  const compared = await comparePeerSettings(run, await findPeerSettings(run, { file }));
  const { io, globals } = run;
  if (globals.json) {
    const changed = options.settings ? await takePeerSettings(run, compared, options) : false;
    return io.print(JSON.stringify({ settings: compared, changed }, undefined, 2));
  }
  for (const each of compared) showPeerSettings(run, each);
  if (options.settings) await takePeerSettings(run, compared, options);
  else
    io.note(
      `These are settings, and none was changed. To take them over: memory-bridge import --settings ${file}`,
    );
}

/** Behind an import: what of that system is still at work, and what its settings would become. */
export async function noteAfterImport(
  run: SettingsRun,
  system: string,
  options: NoteOptions = {},
): Promise<void> {
  const { io, globals } = run;
  const { findPeersAtWork } = await import('../../../setup/peers/peersAtWork.ts');
  const atWork = (
    await findPeersAtWork({ folder: globals.namedProject ?? io.cwd, environment: io.env })
  ).filter(({ peer }) => peer.system === system);
  if (!globals.json) for (const line of atWorkLines(atWork)) io.print(line);
  const found = await findPeerSettings(run, { system });
  if (found.length === 0) return;
  const compared = await comparePeerSettings(run, found);
  if (options.settings) {
    if (!globals.json) for (const each of compared) showPeerSettings(run, each);
    await takePeerSettings(run, compared, options);
  } else if (!globals.json)
    for (const { of, file } of compared)
      io.print(`Settings of ${of} are in ${file}. What they become here: memory-bridge config take ${file}`);
}

export function atWorkLines(atWork: readonly PeerAtWork[]): string[] {
  if (atWork.length === 0) return [];
  return [
    'Still at work on this machine:',
    ...atWork.flatMap(({ peer, what, stop, trace }) => [
      `  ${peer.title}: ${what}`,
      trace === 'agents' || stop.startsWith('it ') ? `    ${stop}` : `    to stop it: ${stop}`,
    ]),
  ];
}

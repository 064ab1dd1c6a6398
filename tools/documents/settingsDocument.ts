import { namedSettings } from '../../src/protocol/settings/serverSettings.ts';
import { writtenThrough } from '../../src/extension/serverSettings/serverSettingsIds.ts';
import { valuesOf } from '../../src/settings/valuesOf.ts';
import { environmentVariables } from './environmentVariables.ts';
import { ownName, type SeedSetting, seedSettings } from './seedSettings.ts';

/** A record of `test/data/peer-tools.json`. */
export interface PeerRecord {
  readonly peer: string;
  readonly kind: string;
  readonly name: string;
  readonly inSeed?: boolean;
  readonly args: readonly { readonly default: unknown }[];
}

/** `docs/settings.md`, of the settings as they are defined. */
export function settingsDocument(records: readonly PeerRecord[]): string {
  return [
    '# Settings',
    '',
    '<!-- Written by tools/documents/write.mjs from src/protocol/settings/serverSettings.ts and the tables beside it. -->',
    '',
    'The memory server keeps its settings in `config.jsonc` in the data folder, for all windows, agents and commands:',
    '',
    '```sh',
    'memory-bridge config list                    # every setting, its value and what it does',
    'memory-bridge config set boot.maxTokens 2000',
    'memory-bridge config edit                    # all of them in your editor, with what they do',
    'memory-bridge config reset boot              # back to the defaults',
    '```',
    '',
    'Most settings apply at once. The file may hold comments, and they stay when a program changes a setting. Editors complete',
    'it by the schema beside it. What is wrong in it is told with its line, and the default is used for that setting alone.',
    '',
    '## Settings of the memory server',
    '',
    ...table(['setting', 'default', 'what it does', 'takes'], settingRows()),
    '',
    'Some can also be set in VS Code, which writes them to the file. The other settings of the editor are in the',
    '[README](../README.md#settings).',
    '',
    ...table(
      ['in VS Code', 'in `config.jsonc`'],
      Object.entries(writtenThrough).map(([editor, name]) => [`\`${editor}\``, `\`${name}\``]),
    ),
    '',
    '## Environment variables',
    '',
    'A server that an editor started gets only variables whose names begin with `MEMORY_BRIDGE_`, `HF_HUB_OFFLINE`,',
    '`TRANSFORMERS_OFFLINE`, and those of proxies and certificates. Keys and tokens are lent to it by the client that asks.',
    '',
    ...table(
      ['variable', 'what it does', 'without it'],
      environmentVariables.map(([names, does, without]) => [`\`${names}\``, does, without]),
    ),
    '',
    ...otherSystems(records),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

function otherSystems(records: readonly PeerRecord[]): string[] {
  return [
    '## Settings of other systems',
    '',
    'If you come from another system, this is where its settings are. “Comes with” names what is not there yet: *opencode*',
    '(the plugin), *loops* and *mem0* (its API). Their tools and commands are in',
    '[Coming from another memory](migrating.md). `memory-bridge config take` reads the files in which they stand, shows what each setting',
    'becomes here, or why nothing, and takes them over after a question; `memory-bridge config undo` takes that back.',
    '',
    ...Object.entries(seedSettings).flatMap(([peer, settings]) => [
      `### ${peer}`,
      '',
      ...table(
        ['setting', 'default there', 'here'],
        Object.entries(settings).map(([name, mapped]) => [
          `\`${name}\``,
          shown(defaultOf(records, peer, name)),
          said(mapped),
        ]),
      ),
      '',
    ]),
  ];
}

/** What the other system has when nobody says otherwise. */
export function defaultOf(records: readonly PeerRecord[], peer: string, name: string): unknown {
  return records.find((each) => each.peer === peer && each.inSeed && ownName(each.name) === name)?.args[0]
    ?.default;
}

function settingRows(): string[][] {
  return namedSettings.map((setting) => [
    `\`${setting.name}\``,
    `\`${JSON.stringify(setting.initial)}\``,
    setting.summary,
    valuesOf(setting),
  ]);
}

function said(mapped: SeedSetting): string {
  if ('comesWith' in mapped) return `comes with: ${mapped.comesWith}`;
  if ('not' in mapped) return `not carried over, because ${mapped.not}`;
  if ('by' in mapped) return mapped.by;
  const { to, as, because } = mapped;
  const setting = namedSettings.find(({ name }) => name === to);
  const initial = because === undefined ? '' : `: ${shown(setting?.initial)}, because ${because}`;
  return `\`${to}\`${as === undefined ? '' : ` (${as})`}${initial}`;
}

export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heads), `|${heads.map(() => '---|').join('')}`, ...rows.map(line)];
}

const shown = (value: unknown): string =>
  value === undefined || value === null || value === '' ? 'none' : `\`${JSON.stringify(value)}\``;

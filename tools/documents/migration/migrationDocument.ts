import { callDefinitions } from '../../../src/protocol/tools/registry.ts';
import { type PeerRecord, table } from '../settingsDocument.ts';
import { otherSystems } from './otherSystems.ts';
import { peers } from './peers.ts';
import { pending } from './pending.ts';
import type { Argument, Later, Peer, Row, RowKind } from './row.ts';
import { definitionNamed, initialOf, type PeerArgument, targetOf, wordsOf } from './understood.ts';

/** A record with all that the table looks at. */
export type FullRecord = Omit<PeerRecord, 'args'> & { readonly args: readonly PeerArgument[] };

const laterNames: Readonly<Record<Later, string>> = {
  opencode: 'the plugin for OpenCode',
  loops: 'loops',
  mem0: 'the API of mem0',
};

const heads: Readonly<Record<RowKind, string>> = {
  tool: 'Tools',
  cli: 'Commands',
  endpoint: 'Addresses',
  skill: 'Skills, commands and agents',
  hook: 'Hooks',
};

/** `docs/migrating.md`, of the tables beside this and the verbs as they are defined. */
export function migrationDocument(records: readonly FullRecord[]): string {
  return [
    '# Coming from another memory',
    '',
    '<!-- Written by tools/documents/write.mjs from the tables in tools/documents/migration. -->',
    '',
    'Find what you typed, and see what you type here. Arguments have their old names unless a row says otherwise. A row with',
    '“not yet” is about something that a later release brings; what is left out for good is named with its reason. Settings and',
    'environment variables are in [Settings](settings.md#settings-of-other-systems).',
    '',
    'Tools are served at `/mcp/full`, or everywhere with the setting `memoryBridge.mcp.toolset`; the most used ones are always there.',
    'Numbers, truth values and lists may be written as text, and ids of digits as numbers; `working_directory` finds the project as',
    '`project` does. Every command takes `--json`, `--home <folder>`, `--project <folder, id or alias>` and `--help`.',
    '',
    ...peers.flatMap((peer) => sectionOf(peer, records)),
    ...withoutEffect(),
    '## Other systems',
    '',
    ...otherSystems.flatMap(([name, said]) => [`**${name}**: ${said}`, '']),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

function sectionOf(peer: Peer, records: readonly FullRecord[]): string[] {
  const rowsOf = (wanted: (row: Row) => boolean): Kinds =>
    (Object.entries(peer.rows) as [RowKind, Record<string, Row>][])
      .map(([kind, rows]) => [kind, Object.entries(rows).filter(([, row]) => wanted(row))] as const)
      .filter(([, rows]) => rows.length > 0);
  return [
    `## ${peer.name}`,
    '',
    `As of ${peer.version}.`,
    '',
    ...peer.intro,
    '',
    ...(peer.moving ? [`### Coming from ${peer.name}`, '', ...peer.moving, ''] : []),
    ...rowsOf(isHere).flatMap((kind) => hereSection(kind, peer, records)),
    ...differingDefaults(peer, records),
    ...laterOf(
      rowsOf((row) => 'comesWith' in row),
      peer,
    ),
    ...leftOut(
      rowsOf((row) => 'not' in row),
      peer,
    ),
    ...peer.others.flatMap((said, at) => [`${at === 0 ? 'Of later versions. ' : ''}${said}`, '']),
  ];
}

/** What is understood and changes nothing, as the verbs themselves say it. */
function withoutEffect(): string[] {
  const rows = callDefinitions.flatMap(({ name, withoutEffect: fields = {} }) =>
    Object.entries(fields).map(([field, reason]) => [code(name), code(field), reason]),
  );
  return [
    '## Arguments without effect',
    '',
    'Whoever sends one of these is understood. The answer is the same as without it, and says so.',
    '',
    ...table(['verb', 'argument', 'why'], rows),
    '',
  ];
}

type Kinds = (readonly [RowKind, [string, Row][]])[];

const isHere = (row: Row): boolean => !('comesWith' in row) && !('not' in row);
const code = (text: string): string => (text === '' ? '' : `\`${text}\``);

/** What is here, in a table; before it, what needs no row because nothing is otherwise. */
function hereSection([kind, rows]: Kinds[number], peer: Peer, records: readonly FullRecord[]): string[] {
  const isSame = ([name, row]: [string, Row]) =>
    'verb' in row && row.verb === name && notesOf(row) === '' && !pending.has(name);
  const same = rows.filter(isSame).map(([name]) => code(name));
  const others = rows.filter((each) => !isSame(each));
  return [
    `### ${heads[kind]} of ${peer.name}`,
    '',
    ...(same.length === 0
      ? []
      : [`These have the same name and the same arguments: ${same.join(', ')}.`, '']),
    ...table(
      ['what you typed', 'what you type here', 'arguments and notes'],
      others.map(([name, row]) => [
        code(name),
        hereOf(row),
        notesOf(row, recordOf(records, peer, kind, name)),
      ]),
    ),
    '',
  ];
}

const recordOf = (records: readonly FullRecord[], peer: Peer, kind: string, name: string) =>
  records.find((each) => each.peer === peer.name && each.kind === kind && each.name === name && each.inSeed);

function hereOf(row: Row): string {
  if ('verb' in row) return pending.has(row.verb) ? 'not yet' : code(row.verb);
  if ('command' in row)
    return pending.has(`memory-bridge ${row.command}`)
      ? 'not yet'
      : code(`memory-bridge ${row.command}`.trim());
  if ('by' in row) return row.by;
  if ('argument' in row)
    return Object.entries(row.words)
      .map(([word, each]) => `${code(word)}: ${hereOf(each)}`)
      .join('; ');
  if ('comesWith' in row) return 'not yet';
  return row.not;
}

function notesOf(row: Row, record?: FullRecord): string {
  if ('argument' in row) return `by ${code(row.argument)}`;
  if (!('verb' in row) && !('command' in row)) return '';
  const told = Object.entries(row.arguments ?? {}).map(([name, said]) =>
    argumentNote(
      name,
      said,
      record?.args.find((each) => each.name === name),
    ),
  );
  return [...told, ...(row.note === undefined ? [] : [row.note])].join('; ');
}

function argumentNote(name: string, said: Argument, argument?: PeerArgument): string {
  const theirs = name.split('|').map(code).join(', ');
  if (typeof said === 'string') return `${theirs} is ${code(said)} (both are understood)`;
  if ('by' in said) return `${theirs}: ${said.by}`;
  if ('not' in said) return `${theirs} has no effect: ${said.not}`;
  if ('comesWith' in said) return `${theirs} has no effect yet (${laterNames[said.comesWith]})`;
  const set = argument && wordsOf(argument);
  const words = Object.entries(said.words)
    .filter(([from]) => set === undefined || set.includes(from))
    .map(([from, to]) => `${code(from)} is ${code(to)}`);
  const told = said.to === undefined ? [] : [`${theirs} is ${code(said.to)}`];
  return [...told, ...words.map((word) => `${word} (both are understood)`)].join(', ');
}

function differingDefaults(peer: Peer, records: readonly FullRecord[]): string[] {
  const rows = Object.entries(peer.rows.tool).flatMap(([name, row]) => {
    const definition = 'verb' in row ? definitionNamed(row.verb) : undefined;
    const record = recordOf(records, peer, 'tool', name);
    if (!definition || !record || !('verb' in row)) return [];
    return record.args.flatMap((argument) => {
      const field = targetOf(definition, argument.name, row.arguments?.[argument.name]);
      const ours = field === undefined ? undefined : initialOf(definition, field);
      const theirs = argument.default;
      if (ours === undefined || theirs === null || JSON.stringify(theirs) === JSON.stringify(ours)) return [];
      return [[code(`${name} ${argument.name}`), shown(theirs), shown(ours)]];
    });
  });
  if (rows.length === 0) return [];
  return [
    `### Defaults that differ from ${peer.name}`,
    '',
    ...table(['argument', 'there', 'here'], rows),
    '',
  ];
}

const shown = (value: unknown): string =>
  typeof value === 'string' && !/^\w+$/.test(value) ? value : `\`${JSON.stringify(value)}\``;

function laterOf(kinds: Kinds, peer: Peer): string[] {
  const all = kinds.flatMap(([, rows]) => rows);
  const lines = (Object.keys(laterNames) as Later[]).flatMap((later) => {
    const named = all.flatMap(([name, row]) =>
      'comesWith' in row && row.comesWith === later
        ? [row.meanwhile === undefined ? code(name) : `${code(name)} (until then: ${row.meanwhile})`]
        : [],
    );
    return named.length === 0 ? [] : [`- With ${laterNames[later]}: ${named.join(', ')}.`];
  });
  return lines.length === 0 ? [] : [`### Not yet, of ${peer.name}`, '', ...lines, ''];
}

function leftOut(kinds: Kinds, peer: Peer): string[] {
  const reasons = new Map<string, string[]>();
  for (const [, rows] of kinds)
    for (const [name, row] of rows)
      if ('not' in row) reasons.set(row.not, [...(reasons.get(row.not) ?? []), code(name)]);
  if (reasons.size === 0) return [];
  return [
    `### Not here, of ${peer.name}`,
    '',
    ...[...reasons].map(([reason, names]) => `- ${names.join(', ')}: not carried over, because ${reason}.`),
    '',
  ];
}

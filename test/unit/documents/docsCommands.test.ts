import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { silentContext } from '../../../dev/cli/silentContext.ts';
import { createProgram } from '../../../src/cli/program.ts';
import { memoryActions } from '../../../src/core/memory/memoryStates.ts';
import { linkKinds } from '../../../src/core/memory/memoryLink.ts';
import { categories, statuses, trustLevels } from '../../../src/core/memory/memory.ts';
import { embedderProviders } from '../../../src/protocol/embedderProviders.ts';
import { embedderSettingsSchema } from '../../../src/protocol/embedderSettings.ts';
import { namedSettings } from '../../../src/protocol/settings/serverSettings.ts';
import { callDefinitions } from '../../../src/protocol/tools/registry.ts';
import { contextRules } from '../../../src/safety/contextRules.ts';
import { tokenRules } from '../../../src/safety/tokenRules.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const pagesIn = (folder: string) =>
  readdirSync(path.join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);

const pages = ['README.md', 'SECURITY.md', ...pagesIn('docs'), ...pagesIn('media/walkthrough')];
/** These speak to developers, in words of their own. */
const aboutCode = new Set(['docs/architecture.md', 'docs/benchmarks.md', 'docs/releasing.md']);
/** This one names the tools of other systems, beside ours. */
const aboutOthers = 'docs/migrating.md';
/** This one names tables and columns, which `test/server/store/privacy.test.ts` holds against the database. */
const aboutTables = 'docs/privacy.md';

const program = createProgram(silentContext(), false);

/** Blocks of code, and pieces of it in the text, each line by itself. */
function codeIn(markdown: string): string[] {
  const blocks = [...markdown.matchAll(/^```[^\n]*\n([\s\S]*?)^```/gm)].map(([, code = '']) => code);
  const rest = markdown.replaceAll(/^```[^\n]*\n[\s\S]*?^```/gm, '');
  const pieces = [...rest.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
  return [...blocks.flatMap((block) => block.split('\n')), ...pieces];
}

/** Calls of the command line, each as its words. */
function callsIn(lines: readonly string[]): string[][] {
  return lines
    .map((line) => line.replace(/\s#\s.*$/, ''))
    .flatMap((line) => [
      ...line.matchAll(/(?:^\s*(?:\$ )?|[|;&]\s*)memory-bridge(?: ([^|;&]*))?(?=$|[|;&])/g),
    ])
    .map(([, rest = '']) => rest.match(/"[^"]*"|'[^']*'|[^\s"']+/g) ?? []);
}

const optionsOf = (command: Command) => command.options.flatMap(({ short, long }) => [short, long]);

/** What of a call does not exist; undefined when all of it does. */
function unknownIn(words: readonly string[]): string | undefined {
  let command = program;
  let known = [...optionsOf(program), '--help', '-h'];
  let isNaming = true;
  for (const word of words) {
    if (word === '--') return undefined;
    if (word.startsWith('-') && word !== '-') {
      const [option = word] = word.split('=');
      if (!known.includes(option)) return `${command.name()} ${option}`;
      continue;
    }
    const next: Command | undefined = command.commands.find(
      (each) => each.name() === word || each.aliases().includes(word),
    );
    if (isNaming && next) {
      command = next;
      known = [...known, ...optionsOf(command)];
    } else if (isNaming && command.commands.length > 0 && !/^[<…["']/.test(word) && word !== 'help') {
      return `${command.name()} ${word}`;
    } else isNaming = false;
  }
  return undefined;
}

const titles: Record<string, string> = JSON.parse(read('package.nls.json'));
const commandTitles = Object.entries(titles)
  .filter(([key]) => key.startsWith('command.'))
  .map(([, title]) => title);

/** Commands of the editor that a text names and that have another title, or none. */
function unknownTitles(text: string): string[] {
  return [...text.replaceAll(/\s+/g, ' ').matchAll(/Memory: (?=[A-Z])([^*`"”]{1,60})/g)]
    .map(([, rest = '']) => rest)
    .filter(
      (rest) =>
        !commandTitles.some((title) => rest.startsWith(title) && !/^[\w…]/.test(rest.slice(title.length))),
    );
}

const operations = callDefinitions.map(({ name }) => name);
const tools = callDefinitions
  .filter(({ toolsets }) => toolsets.length > 0)
  .map(({ name }) => `memory_${name}`);
const fields = callDefinitions.flatMap(({ input }) => Object.keys(input.shape));
interface PeerRecord {
  kind: string;
  name: string;
  args: { name: string; type: string }[];
}
const theirs: PeerRecord[] = JSON.parse(read('test/data/peer-tools.json'));
/** Settings of other systems, which docs/settings.md names. */
const theirSettings = theirs
  .filter(({ kind }) => kind === 'config')
  .map(({ name }) => name.replace(/^.*:/, ''));
/** Tools of other systems, their arguments and the words that these may be. */
const theirNames = new Set(
  theirs.flatMap(({ name, args }) => [
    name,
    ...args.flatMap((each) => [each.name, ...(each.type.match(/[a-z_]+/g) ?? [])]),
  ]),
);
/** What settings may be, where it is one of a few words. */
const settingWords = namedSettings.flatMap(({ initial, schema }) =>
  schema instanceof z.ZodEnum ? schema.options.map(String) : [String(initial)],
);

const verbs = new Set<string>([
  ...operations,
  ...tools,
  ...fields,
  ...program.commands.flatMap((command) => [command.name(), ...command.commands.map((each) => each.name())]),
  ...memoryActions,
  ...statuses,
  ...trustLevels,
  ...categories,
  ...linkKinds,
  ...embedderProviders,
  ...namedSettings.flatMap(({ path, name }) => [name, ...path]),
  ...settingWords,
  ...theirSettings,
  ...Object.keys(embedderSettingsSchema.shape),
  ...[...tokenRules, ...contextRules].map(({ kind }) => kind),
]);
/** Names in code marks that are no verbs of ours. A verb does not belong here: either it exists, or the page is wrong. */
const otherNames = new Set(
  (
    'vi localhost node true token memory embedder proxy user external state reason ready starting draining store_unusable ' +
    'attention_mask input_ids input_type token_type_ids fit unlike spread alike ' +
    'password key authorization cookie credentials api_key client_secret aws_secret_access_key changeme'
  ).split(' '),
);

describe('what the pages for people name', () => {
  it.each(pages)('%s: command lines, with their options', (page) => {
    expect(callsIn(codeIn(read(page))).flatMap((words) => unknownIn(words) ?? [])).toEqual([]);
  });

  it.each([...pages, 'package.nls.json'])('%s: commands of the editor', (page) => {
    expect(unknownTitles(read(page))).toEqual([]);
  });

  it('package.nls.json: command lines', () => {
    const calls = callsIn(Object.values(titles).flatMap((text) => [...codeIn(text), text]));
    expect(calls.flatMap((words) => unknownIn(words) ?? [])).toEqual([]);
  });

  it.each(pages.filter((page) => !aboutCode.has(page) && page !== aboutTables))(
    '%s: operations and tools',
    (page) => {
      const prose = read(page).replaceAll(/^```[^\n]*\n[\s\S]*?^```/gm, '');
      const named = [...prose.matchAll(/`([a-z]+(?:_[a-z]+)*)`/g)].map(([, name = '']) => name);
      const isKnown = (name: string) =>
        verbs.has(name) || otherNames.has(name) || (page === aboutOthers && theirNames.has(name));
      expect([...new Set(named)].filter((name) => !isKnown(name))).toEqual([]);
    },
  );

  it('are found: what does not exist is seen', () => {
    const text = '`memory-bridge prune x`, `memory-bridge list --bogus`, `a | memory-bridge token spin`\n';
    const block =
      '```\nmemory-bridge purge <id>… # --not-read\n$ memory-bridge model use local --forever\n```\n';
    const found = callsIn(codeIn(text + block)).flatMap((words) => unknownIn(words) ?? []);
    expect(found.sort()).toEqual(['list --bogus', 'memory-bridge prune', 'token spin', 'use --forever']);
    expect(unknownTitles('**Memory: Purge…**, **Memory: Forget All** or “Memory: Purge”')).toEqual([
      'Forget All',
      'Purge',
    ]);
    const calls = pages.flatMap((page) => callsIn(codeIn(read(page))));
    expect(calls.length).toBeGreaterThan(25);
  });
});

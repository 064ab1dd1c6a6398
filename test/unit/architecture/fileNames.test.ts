import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

/** A verb is one file in each of these: its definition, its doing, its words for a terminal, the act that it stands for. */
const verbs = [
  /^protocol\/operations\/\w+\/\w+\.ts$/,
  /^operations\/\w+\/\w+\.ts$/,
  /^cli\/commands\/\w+\/\w+\.ts$/,
  /^cli\/\w+\.ts$/,
  /^memories\/\w+\.ts$/,
];

/** Names that mean the same thing wherever they stand. */
const wordsOfEveryRoom: Readonly<Record<string, string>> = {
  'compose.ts': 'what one process is made of',
  'main.ts': 'where a program begins',
  'operation.ts': 'the shape of a verb: as it is defined, and as it is done',
  'ports.ts': 'what a room wants of others',
  'registry.ts': 'the list of all',
};

/** Files of one name that a reader could take for one another, each with its paths. */
function misleading(files: readonly string[]): string[] {
  const nameOf = (file: string) => path.posix.basename(file);
  return [...new Set(files.map(nameOf))].flatMap((name) => {
    const paths = files.filter((file) => nameOf(file) === name);
    const isVerb = verbs.every((room) => paths.filter((each) => room.test(each)).length <= 1);
    const isMirror = isVerb && paths.every((each) => verbs.some((room) => room.test(each)));
    return paths.length === 1 || isMirror || name in wordsOfEveryRoom ? [] : [paths.toSorted().join(', ')];
  });
}

const source = path.join(import.meta.dirname, '../../../src');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll(path.sep, '/'))
  .filter((file) => file.endsWith('.ts'));

describe('two files of one name', () => {
  it('are the same verb in two rooms, or a word of every room', () => {
    expect(files.length).toBeGreaterThan(500);
    expect(misleading(files)).toEqual([]);
  });

  it.each([
    [['core/statement/statement.ts', 'sqlite/statement.ts']],
    [['client/eventStream.ts', 'server/http/eventStream.ts']],
    [['extension/embedding/composeEmbedding.ts', 'server/composeEmbedding.ts']],
    [['extension/memories/undo.ts', 'operations/memories/undo.ts']],
    [['operations/inbox/release.ts', 'operations/sessions/release.ts']],
  ])('mislead: %j', (two) => {
    expect(misleading([...two, 'core/other.ts'])).toEqual([two.toSorted().join(', ')]);
  });

  it.each([
    [['protocol/operations/sessions/release.ts', 'operations/sessions/release.ts']],
    [['memories/undo.ts', 'operations/memories/undo.ts', 'cli/commands/memories/undo.ts']],
    [['cli/main.ts', 'server/main.ts']],
  ])('do not mislead: %j', (two) => {
    expect(misleading(two)).toEqual([]);
  });

  it('are needed where they are excused', () => {
    for (const name of Object.keys(wordsOfEveryRoom))
      expect(files.filter((file) => path.posix.basename(file) === name).length).toBeGreaterThan(1);
  });
});

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/sqlite/openDatabase.ts';
import { basicMemoryImporter } from '../../../src/transfer/basicMemory/basicMemoryImporter.ts';
import { claudeMemImporter } from '../../../src/transfer/claudeMem/claudeMemImporter.ts';
import type { Importer } from '../../../src/transfer/incoming.ts';
import { mem0Importer } from '../../../src/transfer/mem0/mem0Importer.ts';
import { memoryServiceImporter } from '../../../src/transfer/memoryService/memoryServiceImporter.ts';
import { openCodeManagerImporter } from '../../../src/transfer/openCodeManager/openCodeManagerImporter.ts';
import { openCodeMemoryImporter } from '../../../src/transfer/openCodeMemory/openCodeMemoryImporter.ts';
import { serverMemoryImporter } from '../../../src/transfer/serverMemory/serverMemoryImporter.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { makeStore, schemaOf } from './peerSchema.ts';

const importers: readonly Importer[] = [
  openCodeMemoryImporter,
  openCodeManagerImporter,
  mem0Importer,
  serverMemoryImporter,
  basicMemoryImporter,
  memoryServiceImporter,
  claudeMemImporter,
];

let temp: TempDirectory;
beforeAll(async () => {
  temp = await tempDirectory('recognition');
});
afterAll(() => temp.dispose());

const memory = '{"id":"a","memory":"Text","user_id":"anna"}';
const graph = '{"type":"entity","name":"Anna","entityType":"person","observations":["x"]}';
const note = '---\ntitle: A\npermalink: a\n---\nText [[B]]\n';

/** Makes a source under a name that says nothing, or something else, and answers where it is. */
const written = (name: string, content: string | Buffer) => async (): Promise<string> => {
  mkdirSync(path.dirname(temp.join(name)), { recursive: true });
  writeFileSync(temp.join(name), content);
  return temp.join(name);
};
const stored = (name: string, schema: string) => async (): Promise<string> => {
  mkdirSync(path.dirname(temp.join(name)), { recursive: true });
  await makeStore(temp.join(name), schemaOf(schema), () => null, { rows: 1 });
  return temp.join(name);
};
/** The folder of what is made. */
const around = (make: () => Promise<string>) => async (): Promise<string> => path.dirname(await make());
const beside =
  (...made: (() => Promise<string>)[]) =>
  async (): Promise<string> => {
    let last = '';
    for (const make of made) last = await make();
    return path.dirname(last);
  };

/** Sources of every form, with the one system that takes each for its own. */
const sources: readonly (readonly [what: string, system: string | undefined, make: () => Promise<string>])[] =
  [
    [
      'database of opencode-semantic-memory 0.3.1',
      'opencode-memory',
      stored('1/claude-mem.db', 'opencode-semantic-memory-0.3.1'),
    ],
    [
      'database of opencode-semantic-memory 0.68.0',
      'opencode-memory',
      stored('2/sqlite_vec.db', 'opencode-semantic-memory-0.68.0'),
    ],
    [
      'folder of opencode-semantic-memory',
      'opencode-memory',
      around(stored('3/memory.db', 'opencode-semantic-memory-0.68.0')),
    ],
    ['database of opencode-manager', 'opencode-manager', stored('4/data.sqlite', 'opencode-manager-memory')],
    [
      'database of mcp-memory-service',
      'mcp-memory-service',
      stored('5/memory.db', 'mcp-memory-service-12.4.0'),
    ],
    [
      'folder of mcp-memory-service',
      'mcp-memory-service',
      around(stored('6/sqlite_vec.db', 'mcp-memory-service-12.4.0')),
    ],
    ['database of claude-mem', 'claude-mem', stored('7/memory.db', 'claude-mem-13.25.3')],
    ['folder of claude-mem', 'claude-mem', around(stored('8/claude-mem.db', 'claude-mem-13.25.3'))],
    ['list of Mem0', 'mem0', written('9/memory.json', `[${memory}]`)],
    ['lines of Mem0', 'mem0', written('10/memory.jsonl', `${memory}\n${memory}\n`)],
    ['packed lines of Mem0', 'mem0', written('11/notes.md', gzipSync(`${memory}\n`))],
    ['folder of Mem0', 'mem0', around(written('12/memories.json', `[${memory}]`))],
    ['graph', 'server-memory', written('13/memories.json', graph)],
    [
      'answer of read_graph',
      'server-memory',
      written('14/memories.json', `{"entities":[${graph}],"relations":[]}`),
    ],
    ['folder of a graph', 'server-memory', around(written('15/memory.jsonl', graph))],
    ['note', 'basic-memory', written('16/memory.md', note)],
    ['folder of notes', 'basic-memory', around(written('17/a/b.md', note))],
    [
      'store and graph in one folder',
      'mcp-memory-service',
      beside(stored('18/sqlite_vec.db', 'mcp-memory-service-12.4.0'), written('18/memory.json', graph)),
    ],
    [
      'graph and notes in one folder',
      'server-memory',
      beside(written('19/memory.json', graph), written('19/a.md', note)),
    ],
    [
      'other database',
      undefined,
      async () => {
        mkdirSync(temp.join('20'));
        const database = await openDatabase(temp.join('20/claude-mem.db'));
        database.exec('CREATE TABLE memories (id INTEGER, content TEXT)');
        database.close();
        return temp.join('20/claude-mem.db');
      },
    ],
    ['text', undefined, written('21/memory.jsonl', 'text')],
    ['nothing', undefined, written('22/memories.json', '')],
    ['Markdown', undefined, written('23/readme.md', '# Title\n\n- [link](x)\n')],
    ['empty folder', undefined, async () => temp.makeDirectory('24')],
  ];

describe('a source', () => {
  it.each(sources)('that is a %s is taken by %s alone', async (_what, system, make) => {
    const place = await make();
    const isFolder = !/\.\w+$/.test(path.basename(place));
    const found = [];
    for (const importer of importers)
      if (await importer.recognises({ path: place, isFolder })) found.push(importer.system);
    expect(found).toEqual(system === undefined ? [] : [system]);
  });

  it('is there for every importer', () => {
    const taken = new Set(sources.map(([, system]) => system));
    expect(importers.filter(({ system }) => !taken.has(system))).toEqual([]);
  });
});

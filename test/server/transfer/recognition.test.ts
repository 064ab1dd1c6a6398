import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
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
import { openSource } from '../../../src/transfer/openSource.ts';
import { serverMemoryImporter } from '../../../src/transfer/serverMemory/serverMemoryImporter.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { unpackGzip } from '../../../src/transfer/unpackedFile.ts';
import { refusal } from '../../../dev/operations/operationsBench.ts';
import { makeStore, schemaOf } from '../../../dev/transfer/peerSchema.ts';

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
  if (existsSync(temp.join(name))) return temp.join(name);
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

/** Those that are one file and of somebody. */
const files = sources.filter(
  (each): each is readonly [string, string, () => Promise<string>] =>
    each[1] !== undefined && !/folder|packed/.test(each[0]),
);

/** Of this process. */
const leftUnpacked = (): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`memory-bridge-unpacked-${process.pid}-`));

describe('a source', () => {
  it.each(sources)('that is a %s is taken by %s alone', async (_what, system, make) => {
    const place = await make();
    const isFolder = !/\.\w+$/.test(path.basename(place));
    const found = [];
    for (const importer of importers)
      if (await importer.recognises({ path: place, isFolder })) found.push(importer.system);
    expect(found).toEqual(system === undefined ? [] : [system]);
  });

  it.each(files)(
    'that is a %s is of %s also when gzip has packed it, under any name',
    async (_what, system, make) => {
      const file = await make();
      for (const name of [`${path.basename(file)}.gz`, `packed-${path.basename(file)}`]) {
        const packed = path.join(path.dirname(file), name);
        writeFileSync(packed, gzipSync(readFileSync(file)));
        const opened = await openSource({ path: packed, isFolder: false }, undefined, importers);
        expect(opened.importer.system).toBe(system);
        const refs: string[] = [];
        for await (const { ref } of opened.reader.items(undefined)) refs.push(ref);
        expect(refs.length).toBeGreaterThan(0);
        await opened.reader.close();
        expect(opened.reader.place).not.toContain('memory-bridge-unpacked');
      }
      expect(leftUnpacked()).toEqual([]);
    },
  );

  it.each(files)(
    'that is a %s, of %s, is not read as one of any other system, which is said',
    async (_what, system, make) => {
      const file = await make();
      for (const other of importers.filter((each) => each.system !== system)) {
        const refused = await refusal(openSource({ path: file, isFolder: false }, other.system, importers));
        expect(refused).toMatchObject({ code: 'invalid_input' });
        expect(refused?.message).toContain(`memory-bridge import ${file} --from ${system}`);
        expect(refused?.message).toContain(`not of ${other.title}`);
      }
      const { importer, reader } = await openSource({ path: file, isFolder: false }, system, importers);
      await reader.close();
      expect(importer.system).toBe(system);
    },
  );

  it('that is packed and nobody knows is refused by its own name, and leaves nothing unpacked', async () => {
    for (const [name, content, says] of [
      ['text.gz', 'text', 'nothing that can be imported'],
      ['empty.gz', '', 'is empty'],
      ['archive.tgz', `${'a'.padEnd(257, '\0')}ustar`.padEnd(1_024, '\0'), 'archive of several files'],
    ] as const) {
      const file = await written(`packed/${name}`, gzipSync(content))();
      const refused = await refusal(openSource({ path: file, isFolder: false }, undefined, importers));
      expect(refused?.message).toContain(says);
      expect(refused?.message).toContain(file);
      expect(refused?.message).not.toContain('memory-bridge-unpacked');
    }
    const cut = await written('packed/cut.gz', gzipSync(graph.repeat(2_000)).subarray(0, 40))();
    expect(await refusal(openSource({ path: cut, isFolder: false }, undefined, importers))).toMatchObject({
      code: 'invalid_input',
    });
    expect(leftUnpacked()).toEqual([]);
  });

  it('that is packed is not longer than is said, and keeps its time', async () => {
    const file = await written('packed/long.jsonl.gz', gzipSync('x'.repeat(100_000)))();
    expect(await refusal(unpackGzip(file, 99_999))).toMatchObject({ code: 'invalid_input' });
    const unpacked = await unpackGzip(file, 100_000);
    expect(path.basename(unpacked.path)).toBe('long.jsonl');
    expect(Math.abs(statSync(unpacked.path).mtimeMs - statSync(file).mtimeMs)).toBeLessThan(2);
    await unpacked.remove();
    expect(leftUnpacked()).toEqual([]);
  });

  it('is there for every importer', () => {
    const taken = new Set(sources.map(([, system]) => system));
    expect(importers.filter(({ system }) => !taken.has(system))).toEqual([]);
  });
});

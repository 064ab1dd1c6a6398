import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { serverMemoryImporter } from '../../../src/transfer/serverMemory/serverMemoryImporter.ts';
import { fieldsOf, lostFields, memoriesIn, readAll, readSource } from './readSource.ts';

let temp: TempDirectory;
beforeEach(async () => {
  temp = await tempDirectory('graph');
});
afterEach(() => temp.dispose());

const file = (name: string, content: string): string => {
  writeFileSync(temp.join(name), content);
  return temp.join(name);
};
const entity = (name: string, entityType: string, observations: readonly string[], more = {}): object => ({
  type: 'entity',
  name,
  entityType,
  observations,
  ...more,
});
const relation = (from: string, relationType: string, to: string, more = {}): object => ({
  type: 'relation',
  from,
  to,
  relationType,
  ...more,
});
const lines = (...things: readonly object[]): string => things.map((each) => JSON.stringify(each)).join('\n');
const anna = entity('Anna', 'person', ['Prefers tea', 'Works on the bridge']);

describe('a graph of the reference server', () => {
  it('becomes a memory for each entity, with its relations as lines and as links', async () => {
    const graph = lines(
      anna,
      entity('bridge', 'decision', ['Uses WAL']),
      relation('Anna', 'works_on', 'bridge'),
    );
    const { items, reader } = await readSource(serverMemoryImporter, file('memory.jsonl', graph));
    expect(items).toEqual([
      {
        kind: 'memory',
        ref: 'Anna',
        category: 'fact',
        title: 'Anna',
        content: '- Prefers tea\n- Works on the bridge\n- works_on: bridge',
        tags: ['person'],
        entities: ['Anna'],
        links: [{ kind: 'related', to: 'bridge', reason: 'works_on' }],
        metadata: {},
      },
      expect.objectContaining({ ref: 'bridge', category: 'decision', content: '- Uses WAL' }),
    ]);
    expect(lostFields(reader, items)).toEqual([]);
    expect([...fieldsOf(reader, 'entity'), ...fieldsOf(reader, 'relation')]).toEqual([
      'name',
      'entityType',
      'observations',
      'from',
      'to',
      'relationType',
    ]);
  });

  it('keeps what no version of the server writes', async () => {
    const graph = lines(
      entity('Anna', 'person', ['a'], { createdAt: '2026-01-02T00:00:00Z', colour: 'mark_colour' }),
      relation('Anna', 'knows', 'Bert', { since: 'mark_since' }),
    );
    const { items, reader } = await readSource(serverMemoryImporter, file('memory.jsonl', graph));
    expect(memoriesIn(items)[0]).toMatchObject({
      createdAt: Date.parse('2026-01-02T00:00:00Z'),
      metadata: {
        colour: 'mark_colour',
        relations: [{ to: 'Bert', relationType: 'knows', since: 'mark_since' }],
      },
    });
    expect(lostFields(reader, items)).toEqual([]);
    expect(fieldsOf(reader, 'relation')).toContain('since');
  });

  it('keeps what is nameless, empty, doubled, or of an entity that is not there', async () => {
    const graph = lines(
      entity('', '', ['Of nobody']),
      entity('empty', 'concept', []),
      anna,
      entity('Anna', 'robot', ['Another one']),
      relation('Nobody', 'knows', 'Anna'),
      relation('Anna', 'knows', 'Anna'),
    );
    const { items } = await readSource(serverMemoryImporter, file('memory.jsonl', graph));
    expect(memoriesIn(items).map(({ ref, content }) => [ref, content])).toEqual([
      ['no name', '- Of nobody'],
      ['empty', 'empty (concept)'],
      ['Anna', '- Prefers tea\n- Works on the bridge\n- knows: Anna'],
      ['Anna (2)', '- Another one'],
      ['Nobody', '- knows: Anna'],
    ]);
  });

  const whole = [anna, entity('b', 't', ['x']), entity('c', 't', ['y']), relation('c', 'replaces', 'b')];
  const forms: Readonly<Record<string, string>> = {
    'memory.jsonl': lines(...whole),
    'memory.json': `${lines(...whole)}\n\n`,
    'read_graph.json': JSON.stringify(
      {
        entities: whole.slice(0, 3).map((each) => ({ ...each, type: undefined })),
        relations: [{ ...whole[3], type: undefined }],
      },
      null,
      2,
    ),
    'windows.jsonl': lines(...whole).replaceAll('\n', '\r\n'),
  };

  it.each(Object.keys(forms))('is read from %s, twice alike, and on from each of them', async (name) => {
    const { items, reader } = await readSource(serverMemoryImporter, file(name, forms[name] ?? ''));
    expect(items.map(({ ref }) => ref)).toEqual(['Anna', 'b', 'c']);
    expect(memoriesIn(items)[2]?.links).toEqual([{ kind: 'supersedes', to: 'b', reason: 'replaces' }]);
    expect(await readAll(reader)).toEqual(items);
    const fields = reader.fields();
    for (const [at, { ref }] of items.entries())
      expect(await readAll(reader, ref)).toEqual(items.slice(at + 1));
    expect(reader.fields()).toEqual(fields);
  });

  it('loses no more than a damaged line, which is named', async () => {
    const damaged = lines(...whole).split('\n');
    damaged[1] = '{"type":"entity","na';
    damaged.splice(2, 0, '{"type":"belief","text":"x"}');
    const { items, reader } = await readSource(
      serverMemoryImporter,
      file('memory.jsonl', damaged.join('\n')),
    );
    expect(items.map(({ kind, ref }) => [kind, ref])).toEqual([
      ['memory', 'Anna'],
      ['left', 'line 2'],
      ['left', 'line 3'],
      ['memory', 'c'],
    ]);
    expect([...fieldsOf(reader, 'lines')]).toEqual(['line 2', 'line 3']);
  });

  it('is found in its folder, and refused with what to do where there is none', async () => {
    file('memory.jsonl', lines(anna));
    expect((await readSource(serverMemoryImporter, temp.path)).items).toHaveLength(1);
    for (const content of ['', '{}', '[]', '{"type":"entity"}', '{"id":"a","memory":"b"}']) {
      const source = { path: file('odd.jsonl', content), isFolder: false };
      expect(await serverMemoryImporter.recognises(source)).toBe(false);
      await expect(serverMemoryImporter.open(source)).rejects.toMatchObject({
        code: 'invalid_input',
        message: expect.stringContaining('MEMORY_FILE_PATH'),
      });
    }
  });

  it('is recognised by a first line that is longer than what is looked at', async () => {
    const long = entity(
      'Anna',
      'person',
      Array.from({ length: 30_000 }, (_, at) => `Observation number ${at} of hers`),
    );
    const { items } = await readSource(
      serverMemoryImporter,
      file('memory.jsonl', lines(long, whole[1] ?? {})),
    );
    expect(items.map(({ ref }) => ref)).toEqual(['Anna', 'b']);
  });
});

import { symlinkSync, utimesSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { basicMemoryImporter } from '../../../src/transfer/basicMemory/basicMemoryImporter.ts';
import { readNote } from '../../../src/transfer/basicMemory/note.ts';
import { NoteIndex, permalinkOf } from '../../../src/transfer/basicMemory/noteIndex.ts';
import { fieldsOf, lostFields, memoriesIn, readAll, readSource } from './readSource.ts';

let temp: TempDirectory;
beforeEach(async () => {
  temp = await tempDirectory('notes');
});
afterEach(() => temp.dispose());

const search = `---
title: Search design
type: note
permalink: specs/search
tags:
  - search
  - '#index'
created: 2026-01-02T03:04:05+00:00
modified: '2026-01-03 04:05:06'
status: mark_status
nested:
  mark: mark_nested
---

# Search design

Prose with a [[Storage]] link and \`[[no link]]\`.

## Observations

- [decision] Use FTS5 for words #words (measured twice)
- [decision] Vectors are kept in blobs
- [tech] One index a language #language #2026
- A line with a #tag alone

## Relations

- implements [[Search|the search]]
- "depends on" [[specs/Storage#Files]] (for now)
- supersedes [[Old search]]
- part_of [[Nowhere]]

\`\`\`
- [decision] not this one #code
- implements [[Storage]]
\`\`\`
`;
const storage = `---\ntitle: Storage\npermalink: specs/storage\ntype: guide\n---\n\nFiles.\n`;
const old = `---\ntitle: Old search\npermalink: old-search\n---\n`;

async function folder(): Promise<void> {
  await temp.write('specs/Search.md', search);
  await temp.write('specs/Storage.md', storage.replaceAll('\n', '\r\n'));
  await temp.write('Old search.md', old);
  await temp.write('plain/Größe & Maß.md', 'No front matter. See [[Search design]].\n');
}

describe('a folder of basic-memory', () => {
  it('becomes a memory for each note, whose text stays as it is', async () => {
    await folder();
    const { items, reader } = await readSource(basicMemoryImporter, temp.path);
    expect(items.map(({ ref }) => ref)).toEqual([
      'old-search',
      'plain/große-maß',
      'specs/search',
      'specs/storage',
    ]);
    const note = memoriesIn(items).find(({ ref }) => ref === 'specs/search');
    expect(note?.content).toBe(search.slice(search.indexOf('# Search design')).trim());
    expect({ ...note, content: '' }).toEqual({
      kind: 'memory',
      ref: 'specs/search',
      otherRefs: ['memory://specs/search', 'specs/Search.md'],
      category: 'decision',
      title: 'Search design',
      content: '',
      tags: ['search', 'index', 'words', 'language', '2026', 'tag'],
      tagMarks: ['#words', '#language', '#2026', '#tag'],
      lostLinks: 1,
      createdAt: Date.parse('2026-01-02T03:04:05Z'),
      updatedAt: Date.parse('2026-01-03T04:05:06Z'),
      links: [
        { kind: 'related', to: 'specs/storage', reason: 'depends on (for now)' },
        { kind: 'supersedes', to: 'old-search', reason: 'supersedes' },
      ],
      metadata: {
        status: 'mark_status',
        nested: { mark: 'mark_nested' },
        file_path: 'specs/Search.md',
        unresolved_relations: [{ type: 'part_of', target: 'Nowhere', context: undefined }],
      },
    });
    expect(lostFields(reader, items)).toEqual([]);
    expect([...fieldsOf(reader, 'front matter')].sort()).toEqual(
      ['created', 'modified', 'nested', 'permalink', 'status', 'tags', 'title', 'type'].sort(),
    );
    expect([...fieldsOf(reader, 'observation'), ...fieldsOf(reader, 'relation')].sort()).toEqual(
      ['category', 'context', 'context', 'tags', 'target', 'text', 'type'].sort(),
    );
  });

  it('has times of its files, names of files and no category where a note says none', async () => {
    await folder();
    const at = new Date('2025-05-05T05:05:05Z');
    utimesSync(temp.join('plain/Größe & Maß.md'), at, at);
    const { items } = await readSource(basicMemoryImporter, temp.path);
    expect(memoriesIn(items)[1]).toMatchObject({
      title: 'Größe & Maß',
      category: 'fact',
      content: 'No front matter. See [[Search design]].',
      updatedAt: at.getTime(),
      links: [{ kind: 'related', to: 'specs/search' }],
      metadata: { file_path: 'plain/Größe & Maß.md' },
    });
    expect(memoriesIn(items)[0]).toMatchObject({ title: 'Old search', content: 'Old search' });
    expect(memoriesIn(items)[3]?.metadata).toMatchObject({ type: 'guide' });
  });

  it('is read twice alike, and on from each note', async () => {
    await folder();
    const { items, reader } = await readSource(basicMemoryImporter, temp.path);
    expect(await readAll(reader)).toEqual(items);
    for (const [at, { ref }] of items.entries())
      expect(await readAll(reader, ref)).toEqual(items.slice(at + 1));
  });

  it('names what is no note, follows no link, and passes over what is hidden', async () => {
    await folder();
    await temp.write('specs/picture.png', 'x');
    await temp.write('.obsidian/app.md', search);
    await temp.write('node_modules/a/readme.md', search);
    symlinkSync('/etc', temp.join('away'));
    const { items, reader } = await readSource(basicMemoryImporter, temp.path);
    expect(items.filter(({ kind }) => kind === 'left')).toEqual([
      { kind: 'left', ref: 'away', reason: 'links to other places, which are not followed' },
      { kind: 'left', ref: 'specs/picture.png', reason: 'files that are no notes' },
    ]);
    expect(memoriesIn(items)).toHaveLength(4);
    expect([...fieldsOf(reader, 'files')]).toEqual(['other', '.png']);
  });

  it('has all of a note whose front matter is none', async () => {
    await folder();
    for (const [name, matter] of Object.entries({
      broken: 'a: [1,',
      list: '- a\n- b',
      scalar: 'text',
      bomb: '['.repeat(50_000),
    }))
      await temp.write(`odd/${name}.md`, `---\n${matter}\n---\nBody of ${name}`);
    const { items } = await readSource(basicMemoryImporter, temp.path);
    const odd = memoriesIn(items).filter(({ ref }) => ref.startsWith('odd/'));
    expect(odd).toHaveLength(4);
    for (const { title, content } of odd) {
      expect(content.startsWith('---\n')).toBe(true);
      expect(content.endsWith(`Body of ${title}`)).toBe(true);
    }
  });

  it('gives two notes with one permalink a ref each', async () => {
    await temp.write('a.md', storage);
    await temp.write('b.md', storage);
    const { items } = await readSource(basicMemoryImporter, temp.path);
    expect(items.map(({ ref }) => ref)).toEqual(['specs/storage', 'b.md']);
  });

  it('is not every folder of Markdown, and one note of it is enough', async () => {
    await temp.write('readme.md', '# Readme\n\n- [link](a) and [[wiki]] #tag\n');
    await temp.write('blog.md', '---\ntitle: Post\ndate: 2026-01-01\n---\n\n- [x] done #tag\n');
    expect(await basicMemoryImporter.recognises({ path: temp.path, isFolder: true })).toBe(false);
    const deep = await temp.write('deep/note.md', storage);
    expect(await basicMemoryImporter.recognises({ path: temp.path, isFolder: true })).toBe(true);
    expect((await readSource(basicMemoryImporter, deep)).items.map(({ ref }) => ref)).toEqual([
      'specs/storage',
    ]);
    await expect(
      basicMemoryImporter.open({ path: await temp.makeDirectory('empty'), isFolder: true }),
    ).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('is one, too, where permalinks are turned off', async () => {
    await temp.write('a.md', '---\ntitle: A\ntype: note\n---\n\n- [idea] A thing\n- leads_to [[B]]\n');
    expect((await readSource(basicMemoryImporter, temp.path)).items).toHaveLength(1);
  });
});

describe('a note', () => {
  const categories = (body: string) => readNote(body).observations.map(({ category }) => category);
  const links = (body: string) => readNote(body).links.map(({ type, target }) => [type, target]);

  it('has observations in items, by a category or a tag, and nowhere else', () => {
    expect(categories('- [decision] a\n* [my own] b\n  - [nested] c\n- text #tag\n1. [numbered] d')).toEqual([
      'decision',
      'my own',
      'nested',
      undefined,
      'numbered',
    ]);
    expect(
      categories(
        '- [ ] a\n- [x] b\n- [/] c\n- [00:11:22] d\n- [link](u)\n- [[Wiki]] x\n- text\n[decision] no item',
      ),
    ).toEqual([]);
    expect(categories('---\nbm_parse_semantics: false\n---\n- [decision] a')).toEqual([]);
  });

  it('has links everywhere, and relations in items', () => {
    expect(
      links(
        '- uses [[A]]\n- "part of" [[B]] (c)\n- some words [[C]] and [[D]]\n- [[E]]\nText [[F#h|g]]. `[[G]]` [[#Part]] | [[I\\|j]] | [[H',
      ),
    ).toEqual([
      ['uses', 'A'],
      ['part of', 'B'],
      [undefined, 'C'],
      [undefined, 'D'],
      [undefined, 'E'],
      [undefined, 'F#h'],
      [undefined, 'I'],
    ]);
  });

  it('is linked to by permalink, title, path, and name in whatever case', () => {
    const index = new NoteIndex();
    index.add('specs/Search Engine.md', {
      title: 'How to search',
      permalink: 'main/specs/search-engine',
      aliases: ['The finder'],
    });
    index.add('C# notes.md', { title: 'C# notes' });
    for (const name of [
      'main/specs/search-engine',
      'memory://main/specs/search-engine',
      'How to search',
      'how to SEARCH',
      'specs/Search Engine',
      'specs/Search Engine.md',
      'specs/search-engine',
      'search engine',
      'Search-Engine',
      'Search Engine.md',
      'the FINDER',
      'How to search#In short',
      'specs/Search Engine.md#In short',
      'Search Engine#^block',
    ])
      expect(index.find(name)).toBe('main/specs/search-engine');
    for (const name of ['C# notes', 'c# NOTES', 'C# notes#Part', 'C# notes.md'])
      expect(index.find(name)).toBe('c-notes');
    // A note that is called so comes before one whose file is, in whatever order they are found.
    index.add('tides.md', { title: 'High and low' });
    index.add('z.md', { title: 'Tides' });
    expect([index.find('tides'), index.find('high and low'), index.find('z')]).toEqual([
      'tides',
      'tides',
      'z',
    ]);
    index.add('specs/harbour.md', { title: 'Where ships lie' });
    index.add('y.md', { title: 'Harbour' });
    expect(index.find('harbour')).toBe('y');
    for (const name of ['elsewhere', 'elsewhere#How to search', '#How to search', 'C', ''])
      expect(index.find(name)).toBeUndefined();
    expect(
      [
        'docs/My Feature.md',
        'specs/API (v2).md',
        'design/unified_model.md',
        'Version 2.0.0',
        'camelCase.md',
      ].map(permalinkOf),
    ).toEqual(['docs/my-feature', 'specs/api-v2', 'design/unified-model', 'version-2.0.0', 'camel-case']);
  });
});

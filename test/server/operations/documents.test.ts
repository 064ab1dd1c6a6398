import { execFileSync } from 'node:child_process';
import { mkdir, readFile, rm, symlink, utimes } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { agent, OperationsBench, person, refusal } from '../../../dev/operations/operationsBench.ts';
import { Chance, isLeft, tokenForms } from '../../../dev/texts/secretSamples.ts';
import type { Memory } from '../../../src/core/memory/memory.ts';
import { type DocumentResult, documentResultSchema } from '../../../src/protocol/documentResult.ts';
import type { Caller } from '../../../src/protocol/caller.ts';
import { bootstrapMemoryOperation } from '../../../src/protocol/operations/documents/bootstrapMemory.ts';
import { ingestFileOperation } from '../../../src/protocol/operations/documents/ingestFile.ts';
import { acceptCandidatesOperation } from '../../../src/protocol/operations/inbox/acceptCandidates.ts';
import { deleteMemoryOperation } from '../../../src/protocol/operations/memories/deleteMemory.ts';
import { editMemoryOperation } from '../../../src/protocol/operations/memories/editMemory.ts';
import { purgeOperation } from '../../../src/protocol/operations/memories/purge.ts';
import { undoOperation } from '../../../src/protocol/operations/memories/undo.ts';
import { setProjectModeOperation } from '../../../src/protocol/operations/projects/setProjectMode.ts';
import type { InputOf } from '../../../src/protocol/operation.ts';

let bench: OperationsBench;
let folder: TempDirectory;

beforeEach(async () => {
  bench = await OperationsBench.open();
  folder = await tempDirectory('documents');
});
afterEach(async () => {
  await bench.close();
  await folder.dispose();
});

type Input = InputOf<typeof ingestFileOperation>;

/** As somebody in the folder. */
const here = (caller: Partial<Caller> = {}): Partial<Caller> => ({ project: folder.path, ...caller });

async function ingest(given: string, rest: Partial<Input> = {}, caller = here()): Promise<DocumentResult> {
  const started = await bench.call(ingestFileOperation, { path: given, ...rest }, caller);
  const { result, error } = await bench.ended(started);
  if (error !== null) throw new Error(error);
  return documentResultSchema.parse(result);
}

async function all(): Promise<Memory[]> {
  const { memories } = await bench.store.read((unit) => unit.memories.list({}, { limit: 200 }));
  return memories;
}
const titles = async (): Promise<string[]> => (await all()).map(({ title }) => title).toSorted();
const titled = async (title: string): Promise<Memory> => {
  const found = (await all()).find((memory) => memory.title === title);
  if (!found) throw new Error(`There is no memory "${title}".`);
  return found;
};

const guide = (style = 'Two spaces, see !12.') =>
  `# Guide\nHow we work on the shop.\n\n## Install\nRun npm ci first.\n\n## Style\n${style}\n`;

describe('a Markdown file', () => {
  it('becomes memories with category, place, references and date of the file', async () => {
    const file = await folder.write('docs/guide.md', guide());
    await utimes(file, 1_700_000_000, 1_700_000_000);
    const result = await ingest('docs/guide.md', { tags: ['ops'] });
    expect(result).toMatchObject({ files: 1, created: 3, waiting: 0, unchanged: 0, skippedCount: 0 });
    const style = await titled('Guide: Style');
    expect(style).toMatchObject({
      category: 'convention',
      status: 'active',
      scope: 'project',
      content: 'Two spaces, see !12.',
      tags: ['ops'],
      source: { kind: 'import', ref: 'docs/guide.md:7' },
      trust: 'user',
      createdAt: 1_700_000_000_000,
    });
    expect(style.entities).toHaveLength(1);
    expect(style.anchors).toMatchObject([{ path: 'docs/guide.md', startLine: 7, endLine: 9 }]);
  });

  describe('that says what another section says', () => {
    const ship = (name: string, day: string) => `# ${name}\n\n## Deploy\nRun make ship on ${day}.\n`;
    const inForce = async () =>
      (await all())
        .filter(({ status }) => status === 'active')
        .map(({ title, content }) => `${title}: ${content}`)
        .toSorted();
    beforeEach(async () => {
      await folder.write('docs/a.md', ship('A', 'Friday'));
      await folder.write('docs/b.md', ship('B', 'Friday'));
      await ingest('docs');
    });

    it('leaves its memory to the other when it is gone, which takes it along when it goes', async () => {
      await rm(folder.join('docs/a.md'));
      expect(await ingest('docs')).toMatchObject({ archived: 0 });
      expect(await inForce()).toHaveLength(1);
      await ingest('docs');
      expect(await inForce()).toEqual(['B: Deploy: Run make ship on Friday.']);
      await rm(folder.join('docs/b.md'));
      await folder.write('docs/c.md', '# Nothing\n');
      expect(await ingest('docs')).toMatchObject({ archived: 1 });
      expect(await inForce()).toEqual([]);
    });

    it.each([
      ['a', ['A: Deploy: Run make ship on Monday.', 'B: Deploy: Run make ship on Friday.']],
      ['b', ['A: Deploy: Run make ship on Friday.', 'B: Deploy: Run make ship on Monday.']],
    ] as const)('has one of its own as soon as %s is put otherwise', async (name, wanted) => {
      await folder.write(`docs/${name}.md`, ship(name.toUpperCase(), 'Monday'));
      await ingest('docs');
      await ingest('docs');
      expect(await inForce()).toEqual(wanted);
    });

    it('has one with it again when both are put otherwise alike', async () => {
      for (const name of ['a', 'b'])
        await folder.write(`docs/${name}.md`, ship(name.toUpperCase(), 'Monday'));
      await ingest('docs');
      expect((await inForce()).map((said) => said.slice(-6))).toEqual(['onday.']);
    });

    it('in one document too', async () => {
      const twice = (first: string, second: string) => `# C\n\n## S\n${first}\n\n## S\n${second}\n`;
      await folder.write('one/c.md', twice('Tides are told.', 'Tides are told.'));
      await ingest('one');
      await folder.write('one/c.md', twice('Tides are told.', 'Winds are told.'));
      await ingest('one');
      expect((await inForce()).filter((said) => said.startsWith('C'))).toEqual([
        'C: S: Tides are told.',
        'C: S: Winds are told.',
      ]);
      await folder.write('one/c.md', twice('Winds are told.', 'Winds are told.'));
      await ingest('one');
      expect((await inForce()).filter((said) => said.startsWith('C'))).toEqual(['C: S: Winds are told.']);
    });
  });

  it('is brought up to date, and doubles nothing', async () => {
    await folder.write('guide.md', guide());
    await ingest('guide.md');
    const before = await titled('Guide: Style');
    expect(await ingest('guide.md')).toMatchObject({ created: 0, unchanged: 3, changeId: null });
    await folder.write('guide.md', guide('Four spaces from now on.'));
    expect(await ingest('guide.md')).toMatchObject({ created: 0, updated: 1, unchanged: 2 });
    expect(await titled('Guide: Style')).toMatchObject({
      id: before.id,
      content: 'Four spaces from now on.',
    });
    expect(await titles()).toEqual(['Guide', 'Guide: Install', 'Guide: Style']);
  });

  it('keeps a memory whose heading is put otherwise, and puts away one whose section is gone until it is back', async () => {
    await folder.write('guide.md', guide());
    await ingest('guide.md');
    const style = await titled('Guide: Style');
    await folder.write(
      'guide.md',
      guide().replace('## Style', '## Code style').replace('## Install', '## Setup'),
    );
    expect(await ingest('guide.md')).toMatchObject({ created: 0, archived: 0 });
    expect((await titled('Guide: Code style')).id).toBe(style.id);
    await folder.write('guide.md', '# Guide\nHow we work on the shop.\n');
    expect(await ingest('guide.md')).toMatchObject({ archived: 2, unchanged: 1 });
    expect((await bench.stored(style.id)).status).toBe('archived');
    await folder.write('guide.md', guide().replace('## Style', '## Code style'));
    expect(await ingest('guide.md')).toMatchObject({ archived: 0, updated: 1 });
    expect((await bench.stored(style.id)).status).toBe('active');
  });

  it('leaves alone what a person has edited, deleted, purged or pinned', async () => {
    await folder.write('guide.md', guide());
    await ingest('guide.md');
    const [style, install, top] = [
      await titled('Guide: Style'),
      await titled('Guide: Install'),
      await titled('Guide'),
    ];
    await bench.call(editMemoryOperation, { memory_id: style.id, content: 'Two spaces, and I mean it.' });
    await bench.call(deleteMemoryOperation, { memory_id: install.id });
    await bench.call(purgeOperation, { ids: [top.id] });
    await folder.write(
      'guide.md',
      guide('Four spaces.').replace('npm ci', 'pnpm i').replace('the shop', 'it'),
    );
    expect(await ingest('guide.md')).toMatchObject({ created: 0, updated: 0, offered: 1, left: 2 });
    expect((await bench.stored(style.id)).content).toBe('Two spaces, and I mean it.');
    const offer = (await all()).find(({ status }) => status === 'candidate');
    expect(offer).toMatchObject({ content: 'Four spaces.', links: [{ kind: 'replaces', to: style.id }] });
    expect(await ingest('guide.md')).toMatchObject({ created: 0, offered: 0 });
  });

  it('is taken back as a whole', async () => {
    await folder.write('guide.md', guide());
    await folder.write('more.md', '# More\nAnd some more words.');
    const { changeId, created, files } = await ingest('.');
    expect([created, files]).toEqual([4, 2]);
    await bench.call(undoOperation, { change_id: changeId ?? '' });
    expect(await titles()).toEqual([]);
    expect(await ingest('.')).toMatchObject({ created: 0, left: 4 });
  });

  it('finds a memory that says the same already, and leaves it to whoever said it', async () => {
    const { memory } = await bench.remember('Run npm ci first.', { category: 'procedure' }, here());
    await folder.write('guide.md', guide());
    expect(await ingest('guide.md')).toMatchObject({ created: 2, unchanged: 1 });
    await folder.write('guide.md', guide().replace('npm ci', 'pnpm i'));
    expect(await ingest('guide.md')).toMatchObject({ updated: 0, offered: 1 });
    expect((await bench.stored(memory.id)).content).toBe('Run npm ci first.');
  });
});

describe('a folder', () => {
  it('is read as git lists it, without links, pipes and what is no text; each is named', async () => {
    execFileSync('git', ['init', '-q', folder.path]);
    await folder.write('.gitignore', 'private/\n');
    await folder.write('private/secret.md', '# Secret\nNobody reads this one.');
    await folder.write('node_modules/a/README.md', '# A\nNobody reads this one.');
    await folder.write('a.md', '# A\nSomebody reads this one.');
    await folder.write('b.markdown', '# B\nSomebody reads this one too.');
    await folder.write('bad.md', new Uint8Array([35, 32, 0xff, 0xfe, 10]));
    await folder.write('nul.md', '# A\u0000');
    await symlink('/etc/hostname', folder.join('link.md'));
    const result = await ingest('.');
    expect(result).toMatchObject({ files: 2, created: 2, skippedCount: 3 });
    expect(
      result.skipped.map(({ path: file, reason }) => [
        path.basename(file),
        /link|UTF-8|no text/.exec(reason)?.[0],
      ]),
    ).toEqual([
      ['bad.md', 'UTF-8'],
      ['link.md', 'link'],
      ['nul.md', 'no text'],
    ]);
  });
});

describe('what may be read', () => {
  const asAgent = (): Partial<Caller> => here({ actor: agent });

  it('is for agents what lies in their project; a person names any file of theirs', async () => {
    const outside = await tempDirectory('outside');
    await outside.write('notes.md', '# Notes\nThey lie somewhere else.');
    await folder.write('guide.md', guide());
    await symlink(outside.path, folder.join('out'));
    execFileSync('mkfifo', [folder.join('pipe.md')]);
    const attempts = [
      outside.join('notes.md'),
      `../${path.basename(outside.path)}/notes.md`,
      `${folder.path}/../${path.basename(outside.path)}/notes.md`,
      'out/notes.md',
      'out',
      '/etc/passwd',
      '/proc/self/environ',
      outside.join('missing.md'),
    ];
    for (const attempt of attempts) {
      const { code, message } = await refusal(ingest(attempt, {}, asAgent()));
      expect([attempt, code]).toEqual([attempt, 'forbidden']);
      expect(message).not.toContain('there is no');
    }
    expect((await refusal(ingest('pipe.md', {}, asAgent()))).code).toBe('invalid_input');
    expect(await titles()).toEqual([]);
    expect(await ingest('guide.md', {}, asAgent())).toMatchObject({ created: 3 });
    expect(await ingest(outside.join('notes.md'))).toMatchObject({ created: 1 });
    expect((await titled('Guide')).trust).toBe('external');
    await outside.dispose();
  });

  it.each([
    ['a file that is no Markdown', 'a.txt', 'invalid_input'],
    ['what is not there', 'b.md', 'not_found'],
  ])('is not %s', async (_name, given, code) => {
    await folder.write('a.txt', 'Some words of mine.');
    expect((await refusal(ingest(given))).code).toBe(code);
  });

  it('needs a project where the path is relative', async () => {
    const call = bench.call(ingestFileOperation, { path: 'a.md' }, { project: undefined, actor: person });
    expect((await refusal(call)).message).toContain('absolute');
  });

  it('is nothing for agents where memory is off', async () => {
    await folder.write('guide.md', guide());
    await ingest('guide.md', {}, asAgent());
    await bench.call(setProjectModeOperation, { mode: 'off', project: folder.path });
    expect((await refusal(ingest('guide.md', {}, asAgent()))).code).toBe('forbidden');
    await bench.call(setProjectModeOperation, { mode: 'on', project: folder.path });
    expect(await ingest('guide.md', {}, asAgent())).toMatchObject({ unchanged: 3 });
  });
});

describe('secrets in documents', () => {
  it('are in no byte of the database', async () => {
    const chance = new Chance(7);
    const said = tokenForms.map(([, form]) => chance.fill(form).split('|'));
    const secrets = said.map((parts) => parts.at(-1) ?? '');
    const text = said.map((parts, at) => `## Part ${at}\nIt was set to ${parts.join('')} once.`);
    await folder.write('keys.md', `# Keys\nHow to sign in.\n\n${text.join('\n\n')}`);
    const result = await ingest('keys.md');
    expect(result.created).toBeGreaterThan(secrets.length / 2);
    expect(result.redacted.length).toBeGreaterThan(3);
    const files = await Promise.all(
      ['memory.db', 'memory.db-wal'].map((name) =>
        readFile(path.join(bench.home, name), 'latin1').catch(() => ''),
      ),
    );
    expect(files.join('')).toContain('It was set to');
    expect(secrets.filter((secret) => isLeft(secret, files.join('')))).toEqual([]);
  });
});

describe('bootstrap_memory', () => {
  const bootstrap = async (caller = here()): Promise<DocumentResult> => {
    const started = await bench.call(bootstrapMemoryOperation, {}, caller);
    return documentResultSchema.parse((await bench.ended(started)).result);
  };

  beforeEach(async () => {
    await folder.write('README.md', '# Shop\nIt sells small things.\n\n## Sponsors\nThanks to all of you.');
    await folder.write('AGENTS.md', '# Rules\nAlways run the tests first.');
    await folder.write('package.json', '{"name":"shop","scripts":{"test":"vitest"}}');
    await mkdir(folder.join('src'));
    await folder.write('src/index.ts', '// nothing');
  });

  it('puts what a project says of itself into the Inbox, once', async () => {
    expect(await bootstrap(here({ actor: agent }))).toMatchObject({ files: 3, created: 4, waiting: 4 });
    expect((await all()).map(({ status, trust }) => [status, trust])).toEqual(
      Array.from({ length: 4 }, () => ['candidate', 'external']),
    );
    expect(await bootstrap()).toMatchObject({ created: 0, unchanged: 4 });
  });

  it('finds it in a project of more files than it would read documents', async () => {
    await mkdir(folder.join('assets'));
    for (let at = 0; at < 5_100; at += 1) await folder.write(`assets/${at}.txt`, '');
    expect(await bootstrap()).toMatchObject({ files: 3, created: 4 });
  });

  it('keeps what was accepted in step, and withdraws what is gone before anybody looked', async () => {
    await bootstrap();
    const rules = await titled('Rules');
    await bench.call(acceptCandidatesOperation, { ids: [rules.id] });
    await folder.write('AGENTS.md', '# Rules\nAlways run all tests first.');
    await rm(folder.join('README.md'));
    expect(await bootstrap()).toMatchObject({ updated: 1, archived: 1 });
    expect(await bench.stored(rules.id)).toMatchObject({
      status: 'active',
      content: 'Always run all tests first.',
    });
  });
});

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { person, projectId } from '../../../dev/operations/operationsBench.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { ImportBench } from '../../../dev/transfer/importBench.ts';
import { describeImport } from '../../../src/cli/commands/transfer/describeImport.ts';
import type { Memory } from '../../../src/core/memory/memory.ts';
import { editMemoryOperation } from '../../../src/protocol/operations/memories/editMemory.ts';
import { acceptCandidatesOperation } from '../../../src/protocol/operations/inbox/acceptCandidates.ts';

let temp: TempDirectory;
let imports: ImportBench;
beforeAll(async () => {
  temp = await tempDirectory('basic-memory');
});
afterAll(() => temp.dispose());
beforeEach(async () => {
  imports = await ImportBench.open(temp.path);
});
afterEach(() => imports.operations.close());

const note = (title: string, body: string): void =>
  writeFileSync(
    path.join(imports.workspace, `${title}.md`),
    `---\ntitle: ${title}\npermalink: ${title.toLowerCase()}\n---\n\n${body}\n`,
  );
const named = async (title: string): Promise<Memory> => {
  const found = (await imports.memories()).find((memory) => memory.title === title);
  if (!found) throw new Error(`There is no ${title}`);
  return found;
};

it('a number that is a tag is no issue, and one in a sentence is: once imported, edited and accepted', async () => {
  note('Plan', '- [decision] Ship the harbour #2026 (#7)\n- [idea] Paint it, see !12 #2027.');
  note('Prose', 'This closes #2026.');
  await imports.imported({ path: imports.workspace, project: projectId }, { actor: person });
  expect((await named('Plan')).tags).toEqual(['2026', '2027']);
  expect((await named('Plan')).entities.toSorted()).toEqual(['!12', '#7']);
  expect((await named('Prose')).entities).toEqual(['#2026']);
  const { id, content } = await named('Plan');
  const edited = `${content}\n- [fact] It is blue, says #8 #2026`;
  await imports.operations.call(editMemoryOperation, { memory_id: id, content: edited });
  expect((await named('Plan')).entities.toSorted()).toEqual(['!12', '#7', '#8']);
});

it('is none either when a person accepts it from the Inbox', async () => {
  note('Plan', '- [decision] Ship the harbour #2026 (#7)');
  await imports.imported({ path: imports.workspace }, { actor: person });
  const { id, status } = await named('Plan');
  expect(status).toBe('candidate');
  await imports.operations.call(
    acceptCandidatesOperation,
    { ids: [id], title: 'Ship it' },
    { actor: person },
  );
  expect(await named('Ship it')).toMatchObject({ status: 'active', entities: ['#7'] });
});

it('links lead to notes by all of their names, and those that lead nowhere are counted and kept', async () => {
  note('Search', 'See [[STORAGE#Files|where]], [[storage.md]], [[Nowhere]] and [[Lost#Part|x]].');
  note('Storage', 'Files. See [[#Files]].');
  const { report, ...result } = await imports.imported({ path: imports.workspace });
  expect(report.links).toEqual({ made: 1, left: 2 });
  expect(describeImport({ report, ...result })).toContain('Links: 1 made, 2 to or from what is not here');
  const storage = await named('Storage');
  const search = await named('Search');
  expect(search.links.map(({ kind, to }) => [kind, to])).toEqual([['related', storage.id]]);
  expect(search.metadata['unresolved_relations']).toMatchObject([
    { target: 'Nowhere' },
    { target: 'Lost#Part' },
  ]);
  expect(storage.metadata['unresolved_relations']).toBeUndefined();
  const again = await imports.imported({ path: imports.workspace });
  expect([again.report.fates, again.report.links.made]).toEqual([{ known: 2 }, 0]);
});

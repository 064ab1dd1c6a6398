import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { getMemoryOperation } from '../../src/protocol/operations/memories/getMemory.ts';
import { rememberOperation } from '../../src/protocol/operations/memories/remember.ts';
import { updateMemoryTool } from '../../src/protocol/tools/updateMemoryTool.ts';
import type { EditorWindow } from '../../dev/editor/editorWindow.ts';
import { type StartedMemoryServer, startMemoryServer } from '../../dev/server/memoryServer.mjs';
import { showFailure } from '../../dev/editor/failureEvidence.ts';
import { freePort } from '../../dev/processes/processes.ts';
import { rewriteMemory } from '../../dev/editor/rewriteMemory.ts';
import { MemoryEditor } from '../../dev/editor/memoryEditor.ts';
import { until } from '../../dev/processes/until.ts';
import { variedNotes } from '../../dev/memory/variedNotes.ts';

/** Half an hour off the full hour, so that nothing is right by chance. */
const zone = 'Asia/Kolkata';

describe('views of 300 notes in a narrow side bar', () => {
  let memory: MemoryEditor;
  let server: StartedMemoryServer;
  let window: EditorWindow;
  const ids = new Map<string, string>();
  const memories = () => window.sideBar.view('Memories');
  const blockers = () => window.sideBar.view('Blockers');
  const update = async (title: string, action: 'pin' | 'delete' | 'resolve') =>
    memory.agent.call(updateMemoryTool, { memory_id: ids.get(title) ?? '', action });
  const isDeleted = async (title: string) => {
    const { result } = await memory.agent.call(getMemoryOperation, { ids: [ids.get(title) ?? ''] });
    return result.memories[0]?.deletedAt !== null;
  };
  const titleOf = (start: string) => [...ids.keys()].find((title) => title.startsWith(start)) ?? '';
  /** As on a working day: the notes are there, and the window is new. */
  const open = async () => {
    window = await memory.editor.openWindow();
    await window.page.setViewportSize({ width: 1280, height: 1000 });
    await window.activityBar.open('Memory');
    await memories().row('Decisions').waitFor();
  };
  /** Each group in sight, whatever was unfolded. */
  const foldAll = async () => {
    await window.sideBar.resize(300);
    await memories().action('Collapse All');
    await memories().row('Preferences').waitFor();
  };
  const texts = async () => (await memories().rows()).map(({ text }) => text);

  beforeAll(async () => {
    const port = await freePort();
    memory = await MemoryEditor.start('views', { env: { TZ: zone, MEMORY_BRIDGE_PORT: String(port) } });
    // As from a terminal: what is remembered outlives every window, and nobody waits for another owner.
    server = await startMemoryServer({ home: memory.home, port, quiet: true });
    const notes = variedNotes();
    for (let at = 0; at < notes.length; at += 20)
      await Promise.all(
        notes.slice(at, at + 20).map(async ({ category, content }) => {
          const { id, title } = await memory.remember(category, content);
          ids.set(title, id);
        }),
      );
    await update(titleOf('Kafka topic 1:'), 'pin');
    await open();
  });
  afterEach((context) => showFailure(context, memory));
  afterAll(async () => {
    await server.stop();
    await memory.stop();
  });

  it('shows what is pinned on top, and counts the Inbox on the icon and blockers below', async () => {
    expect(ids.size).toBe(300);
    await window.sideBar.resize(300);
    await memories().row('Pinned').waitFor();
    expect((await texts()).slice(0, 2)).toEqual(['Pinned', titleOf('Kafka topic 1:')]);
    expect(await window.activityBar.badge('Memory')).toBe('');
    expect(await window.statusBar.label(/^Memory/)).toMatch(/1[12] open blockers/);
    await window.screenshot('views-300');
    await window.sideBar.resize(170);
    await window.screenshot('views-170');
  });

  it('says all of a memory where the mouse rests on its row', async () => {
    const title = titleOf('Kafka topic 1:');
    const { content } = (await memory.stored()).find((each) => each.title === title) ?? { content: '?' };
    const pointed = async () => memories().row(title).hover();
    // What the row itself does not know: it is asked for now.
    await until(async () => /From: an agent/.test(await pointed()), { what: 'the text of the memory' });
    expect(await pointed()).toContain(content);
    await window.page.mouse.move(900, 300);
  });

  it.each([300, 170])('filters to a plain list, and shows what was shown before, at %i px', async (width) => {
    await window.sideBar.resize(width);
    await memories().row('Pinned').collapse();
    await memories().row('Blockers').collapse();
    const before = (await texts()).slice(0, 12);
    expect(before).toContain('Events');
    await window.commands.run('Memory: Filter Memories…');
    await window.inputBox.type('kaf');
    await until(async () => (await memories().message()) === '12 memories', { what: 'what was found' });
    await window.inputBox.accept('kafka topic');
    const rows = await until(
      async () => {
        const found = await memories().rows();
        return found.length === 12 && found;
      },
      { what: 'the list' },
    );
    expect(
      rows.every(
        ({ text, level, expanded }) => text.startsWith('Kafka') && level === 1 && expanded === undefined,
      ),
    ).toBe(true);
    await window.screenshot(`views-filter-${width}`);
    await window.commands.run('Memory: Clear Filter');
    await memories().row('Decisions').waitFor();
    await until(async () => (await texts()).slice(0, 12).join('\n') === before.join('\n'), {
      what: 'what was shown before',
    });
    await memories().row('Pinned').expand();
  });

  it('shows more by the keyboard, and goes on from the first new row', async () => {
    await foldAll();
    await window.sideBar.resize(170);
    // The click gives it the keyboard, and unfolds it a moment later.
    await memories().row('Facts').click();
    const facts = (await memory.stored()).filter(({ category, pinned }) => category === 'fact' && !pinned);
    // Before its rows are there, the keys would go on to the next groups.
    await memories()
      .row(facts[0]?.title ?? '')
      .waitFor();
    const press = (key: string) => window.page.keyboard.press(key);
    for (let at = 0; at < 51; at++) await press('ArrowDown');
    await until(async () => (await memories().focusedRow()).startsWith('Show More (4'), {
      what: 'the last row',
    });
    await press('Enter');
    await until(async () => (await memories().focusedRow()) === facts[50]?.title, {
      what: 'the first new row',
    });
    await window.screenshot('views-more-170');
    await press('ArrowDown');
    expect(await memories().focusedRow()).toBe(facts[51]?.title);
    await memories()
      .row(facts[51]?.title ?? '')
      .waitFor();
    await foldAll();
  });

  it('leaves the keyboard in the list after a click, so that the next key is for the row', async () => {
    await foldAll();
    await memories().row('Ideas').expand();
    const { text: title } = await until(
      async () => (await memories().rows()).find(({ level, text }) => level === 2 && text !== ''),
      { what: 'an idea' },
    );
    await memories().row(title).click();
    await until(async () => (await window.textEditor.text()).includes('**Category**: Idea'), {
      what: 'the document',
    });
    expect(await memories().focusedRow()).toBe(title);
    await window.page.keyboard.press('Delete');
    await memories().row(title).waitFor({ state: 'hidden' });
    await window.page.keyboard.press('ControlOrMeta+Z');
    await memories().row(title).waitFor();
    await window.notifications.clear();
    await foldAll();
  });

  it.each(['Memory: Recall…', 'Memory: Purge…', 'Memory: Archive Memory'])(
    'says nothing twice in the list of %s',
    async (command) => {
      await window.commands.run(command);
      const items = await until(
        async () => {
          const listed = await window.quickPick.items();
          return listed.length > 5 && listed;
        },
        { what: 'the list' },
      );
      const twice = items.filter(({ label, detail }) => detail.startsWith(label.slice(0, 20)));
      expect(twice).toEqual([]);
      await window.quickPick.cancel();
    },
  );

  it('says of what an agent would have in all projects that it would, before it is accepted', async () => {
    await memory.agent.call(rememberOperation, {
      category: 'preference',
      scope: 'global',
      content: 'Tabs are liked',
    });
    const row = window.sideBar.view('Inbox').row('Tabs are liked');
    await row.waitFor();
    expect((await row.read()).description).toMatch(/ · all projects$/);
    expect((await row.read()).label).toContain('all projects');
    await row.inlineAction('Reject');
    await row.waitFor({ state: 'hidden' });
    await window.notifications.clear();
  });

  it('asks before it deletes a group, names the number, and takes it back in one step', async () => {
    await memories().row('Ideas').click();
    await window.commands.run('Memory: Focus on Memories View');
    await window.page.keyboard.press('Delete');
    expect(await window.dialog.text()).toMatch(/^Delete 2\d memories\?/);
    await window.screenshot('views-delete-group');
    await window.dialog.click('Cancel');
    await memories().row('Ideas').contextMenu('Delete Memory');
    const number = /Delete (\d+)/.exec(await window.dialog.text())?.[1];
    await window.dialog.click('Delete');
    await memories().row('Ideas').waitFor({ state: 'hidden' });
    expect(await window.notifications.waitFor(/Deleted/)).toBe(`Deleted ${number} memories.`);
    await window.notifications.clear();
    await window.commands.run('Memory: Undo Last Change');
    await memories().row('Ideas').waitFor();
    expect((await memories().row('Ideas').read()).description).toBe(number);
    expect(await window.notifications.waitFor(/no longer/)).toBe(`${number} memories are no longer deleted.`);
    await window.notifications.clear();
  });

  it('takes back what was deleted before the window was closed', async () => {
    const title = titleOf('Kafka topic 1:');
    await memories().row('Pinned').expand();
    await memories().row(title).contextMenu('Delete Memory');
    await memories().row('Pinned').waitFor({ state: 'hidden' });
    await window.close();
    await open();
    await foldAll();
    expect(await memories().row('Pinned').count()).toBe(0);
    await window.commands.run('Memory: Undo Last Change');
    await memories().row('Pinned').waitFor();
    await memories().row(title).waitFor();
    expect(await window.notifications.buttons(/is no longer deleted/)).toEqual(['Redo']);
    await window.notifications.clear();
  });

  it('restores by words what an agent has deleted', async () => {
    const title = titleOf('Kafka topic 2:');
    await update(title, 'delete');
    await window.commands.run('Memory: Restore…');
    await window.quickPick.waitFor();
    await window.quickPick.item(title).waitFor();
    await window.quickPick.type('zebra');
    await window.quickPick.item('No deleted or archived memory contains these words.').waitFor();
    await window.quickPick.type('kafka to');
    await window.quickPick.item(title).waitFor();
    await window.screenshot('views-restore');
    await window.quickPick.pick(title);
    await until(async () => !(await isDeleted(title)), { what: 'the memory' });
    expect(await window.notifications.waitFor(/Restored/)).toMatch(/^Restored “Kafka topic 2/);
    await window.notifications.clear();
  });

  it('keeps what was archived in a group at the end, with a way back', async () => {
    await memories().row('Pinned').expand();
    const title = titleOf('Kafka topic 1:');
    await memories().row(title).contextMenu('Archive Memory');
    await memories().row('Archived').waitFor();
    expect((await texts()).at(-1)).toBe('Archived');
    await window.notifications.clear();
    await memories().row('Archived').expand();
    await window.screenshot('views-archived');
    await memories().row(title).click();
    await until(async () => (await window.textEditor.text()).includes('This memory is archived.'), {
      what: 'the note',
    });
    await memories().row(title).inlineAction('Restore…');
    await memories().row('Archived').waitFor({ state: 'hidden' });
    await until(async () => !(await window.textEditor.text()).includes('This memory is archived.'), {
      what: 'the note to go',
    });
    await window.notifications.clear();
  });

  it('says in the document that a memory is deleted, in the time of the reader, and restores it there', async () => {
    const title = titleOf('Kafka topic 1:');
    const { result } = await memory.agent.call(getMemoryOperation, { ids: [ids.get(title) ?? ''] });
    const here = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
    expect(await window.textEditor.text()).toContain(
      `**Since**: ${here.format(result.memories[0]?.createdAt)}`,
    );
    await update(title, 'delete');
    await until(async () => (await window.textEditor.text()).includes('**Deleted on '), {
      what: 'the note',
    });
    await window.page.locator('.codelens-decoration').getByText('Restore').waitFor();
    await window.screenshot('views-deleted-document');
    await window.page.locator('.codelens-decoration').getByText('Restore').click();
    await until(async () => !(await isDeleted(title)), { what: 'the memory' });
    await window.notifications.clear();
  });

  it('offers to restore a memory that was deleted while it was being edited', async () => {
    const title = titleOf('Kafka topic 3:');
    await window.evaluate(
      (vscode, id) => vscode.commands.executeCommand('memoryBridge.edit', id),
      ids.get(title) ?? '',
    );
    await until(async () => (await window.textEditor.text()).includes('category:'), { what: 'the text' });
    await update(title, 'delete');
    const refused = rewriteMemory(window, 'Kafka', 'Pulsar');
    expect(await window.dialog.text()).toContain('was deleted.');
    await window.dialog.click('Cancel');
    await refused;
    expect(await isDeleted(title)).toBe(true);
    await window.notifications.clear();
    const saved = rewriteMemory(window, 'Pulsar', 'NATS');
    await window.dialog.click('Restore and Save');
    await saved;
    expect(await isDeleted(title)).toBe(false);
    await window.commands.run('Memory: Undo Last Change');
    await window.notifications.waitFor(/is as it was before the last edit/);
    await window.notifications.clear();
  });

  it('reopens all resolved blockers at once, when told to', async () => {
    const open = (await memory.stored()).filter(({ category }) => category === 'blocker');
    for (const { title } of open) await update(title, 'resolve');
    await blockers().row('Resolved').waitFor();
    await until(async () => (await blockers().row('Resolved').read()).description === '12', { what: 'all' });
    await blockers().row('Resolved').inlineAction('Reopen Blocker');
    expect(await window.dialog.text()).toMatch(/^Reopen 12 blockers\?/);
    await window.dialog.click('Reopen');
    await blockers().row('Resolved').waitFor({ state: 'hidden' });
  });
});

import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askOpenCode, type RunningOpenCode } from '../../dev/openCode/askOpenCode.ts';
import { builtPackage } from '../../dev/package/builtPackage.ts';
import { startFakeModel } from '../../dev/openCode/fakeModel.ts';
import { MemoryEditor } from '../../dev/editor/memoryEditor.ts';
import { startOpenCodeServer } from '../../dev/openCode/openCode.ts';
import { repackage } from '../../dev/package/repackage.ts';
import { until } from '../../dev/processes/until.ts';

const newer = '9.9.0';

describe('an update of the extension while OpenCode runs', { tags: ['no-second-run'] }, () => {
  let memory: MemoryEditor;
  let agent: RunningOpenCode & { stop(): Promise<void> };
  const config = () => readFile(memory.temp.join('app', 'opencode.json'), 'utf8');

  beforeAll(async () => {
    memory = await MemoryEditor.start('update');
  });
  afterAll(async () => {
    await agent?.stop();
    await memory.stop();
  });

  it('changes nothing for OpenCode and its configuration', { timeout: 180_000 }, async () => {
    const window = await memory.editor.openWindow();
    await window.activityBar.open('Memory');
    await window.commands.run('Memory: Set Up OpenCode…');
    await window.quickPick.waitFor();
    await window.quickPick.pick('For the project app');
    await window.page.locator('.editor-actions').getByRole('button', { name: 'Write Change' }).click();
    await window.notifications.waitFor(/OpenCode can use this memory/, 30_000);
    const before = await config();

    const project = memory.repository.path;
    const model = await startFakeModel();
    const server = await startOpenCodeServer({
      project,
      home: await memory.temp.makeDirectory('person'),
      model,
    });
    const stop = async () => {
      await server.stop();
      await model.close();
    };
    agent = { url: server.url, project, model, stop };
    const remember = (content: string) => ({ tool: 'memory_remember', args: { content, category: 'fact' } });
    const recall = { tool: 'memory_recall', args: { query: 'said before after update' } };
    expect(await askOpenCode(agent, 'Note this.', remember('Said before the update'))).toContain(
      'Remembered',
    );

    await memory.editor.installExtension(
      await repackage(builtPackage(), await memory.temp.makeDirectory('packages'), newer),
    );
    await window.reload();
    const current = memory.temp.join('memory', 'bin', 'current');
    await until(async () => (await readFile(current, 'utf8')).includes(newer), {
      what: 'the launcher to run the new version',
      timeoutMs: 30_000,
    });
    await until(
      () => memory.agent.state.kind === 'connected' && memory.agent.state.health.version === newer,
      {
        what: 'the new version to serve',
        timeoutMs: 30_000,
      },
    );

    expect(await askOpenCode(agent, 'And this.', remember('Said after the update'))).toContain('Remembered');
    const answer = await askOpenCode(agent, 'What was said?', recall);
    expect(answer).toContain('Said before the update');
    expect(answer).toContain('Said after the update');
    expect(await config()).toBe(before);
    await window.activityBar.open('Memory');
    await window.sideBar.view('Memories').row('Said after the update').waitFor({ timeout: 10_000 });
  });
});

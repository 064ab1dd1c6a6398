import { remember, visit } from './firstDays.mjs';
import { decide, useModel } from './laterDays.mjs';

/** What is under way when the store is kept. */
export async function lastDays(server, { harbour, light, silent, service }) {
  const project = harbour.path;
  await commandLine(server, harbour);
  await sessions(server, harbour, light);
  // The space of the model before is dropped, and what it holds is not swept away yet.
  await useModel(server, service, { model: 'second-words', dimensions: 12 });
  await recalls(server, project);
  await harbour.commit('Light the quay\n\nDecision: the quay is lit until the last tide', { at: server.now });
  await visit(server, harbour);
  await comeBack(server, harbour, silent);
  service.isDown = true;
  for (const text of ['The screen at the quay is bright enough at noon.', 'The screen restarts at four.'])
    await remember(server, text, 'fact', { tags: ['screen'] }, { project });
}

/** What ended is accepted as ended, and one of it is said again. */
async function comeBack(server, harbour, silent) {
  for (const begin of ['No longer in force: the horn', 'No longer in force: ADR-3', 'ADR-1: Book by tide'])
    await decide(server, harbour.path, 'accept', begin);
  await harbour.revert(silent, server.now);
  await visit(server, harbour);
}

async function commandLine(server, { path: project }) {
  await server.run(
    ['--project', project, 'remember', 'Written at the terminal of a script.', '--category', 'fact'],
    project,
  );
  const { memory } = await server.run(
    ['--project', project, 'remember', 'Put away by a script.', '--category', 'idea'],
    project,
  );
  await server.run(['archive', memory.id], project);
}

async function sessions(server, harbour, light) {
  const session = (input, project, actor) =>
    server.call('session', input, { actor, project, session: input.session_id });
  await session(
    { action: 'start', session_id: 'ses-quay-3', agent: 'opencode', title: 'Waiting lists, second part' },
    harbour.path,
    'agent/opencode',
  );
  await session(
    { action: 'claim', session_id: 'ses-quay-3', resource: 'src/waiting.ts', note: 'Nine boats' },
    harbour.path,
    'agent/opencode',
  );
  await session(
    { action: 'claim', session_id: 'ses-quay-3', resource: '#12' },
    harbour.path,
    'agent/opencode',
  );
  await session(
    { action: 'claim', session_id: 'ses-window', resource: 'main.c' },
    light.path,
    'editor/vscode',
  );
  await session(
    { action: 'claim', session_id: 'ses-nowhere', resource: 'release of June' },
    undefined,
    'agent/planner',
  );
}

async function recalls(server, project) {
  for (const query of ['tide table', 'how are prices stored', 'Hafenmeister', '泊位'])
    await server.call('recall', { query }, { project, actor: 'agent/opencode' });
  await server.call('get_boot_context', {}, { project, actor: 'agent/opencode' });
}

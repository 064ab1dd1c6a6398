import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { OpenCodeDatabaseFile } from '../../../../dev/openCode/openCodeDatabaseFile.ts';
import { GitRepository } from '../../../../dev/git/gitRepository.ts';
import { until } from '../../../../dev/processes/until.ts';
import { headers as names } from '../../../../src/core/product.ts';
import type { DoorServer } from './doorServer.ts';
import type { Say } from './peerSources.ts';

/** Has a server take in what is said in every place of one door. */
export type Door = (server: DoorServer, say: Say, rows: number) => Promise<void>;

const times = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);
const lines = (file: string, records: readonly object[]): void => {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
};
const moment = (number: number): number => Date.now() - 3_600_000 + number;
const iso = (number: number): string => new Date(moment(number)).toISOString();

async function read(server: DoorServer, feed: string): Promise<void> {
  const setting = { 'claude-code': 'claudeCode', codex: 'codex', gemini: 'gemini' }[feed];
  if (setting) await server.call('configure', { set: { ingestion: { [setting]: true } } });
  await server.job('read_conversations', { feed });
}

const openCode: Door = async (server, say, rows) => {
  const file = await OpenCodeDatabaseFile.create(
    path.join(server.person, '.local/share/opencode/opencode.db'),
  );
  for (const row of times(rows)) {
    const said = (what: string, form?: 'text' | 'line' | 'name'): string =>
      say(`opencode ${what} ${row}`, form);
    const session = `${said('session', 'line')} (${row})`;
    await file.session(session, {
      title: said('title', 'line'),
      directory: `/srv/${said('directory', 'name')}`,
      at: moment(row),
    });
    const tool = {
      type: 'tool',
      tool: said('tool', 'line'),
      state: { input: said('input'), output: said('output') },
    };
    await file.say(
      { session, text: said('turn'), at: moment(row) },
      { session, role: 'assistant', text: said('answer'), at: moment(row + 1), parts: [tool] },
      {
        session,
        text: `From now on, ${said('statement', 'line')} is the rule for deploys.`,
        at: moment(row + 2),
      },
    );
    // The second generation keeps messages whole.
    const content = [
      { type: 'tool', name: said('whole tool', 'line'), state: { content: [] } },
      { type: 'text', text: said('whole answer') },
    ];
    const time = { created: moment(row + 3), completed: moment(row + 4) };
    await file.sayWhole(session, 'user', { text: said('whole turn'), time }, { at: moment(row + 3) });
    await file.sayWhole(
      session,
      'assistant',
      { content, time },
      { at: moment(row + 4), id: `${said('message', 'line')} (${row})` },
    );
  }
  await read(server, 'opencode');
};

const claudeCode: Door = async (server, say, rows) => {
  for (const row of times(rows)) {
    const said = (what: string, form?: 'text' | 'line' | 'name'): string =>
      say(`claude-code ${what} ${row}`, form);
    const sessionId = `${said('session', 'line')} (${row})`;
    const about = { sessionId, cwd: `/srv/${said('directory', 'name')}`, timestamp: iso(row) };
    const message = (type: 'user' | 'assistant', what: string): object => ({
      ...about,
      type,
      uuid: `${said(`${what} key`, 'line')} (${row})`,
      message: {
        role: type,
        content: [
          { type: 'text', text: said(what) },
          { type: 'tool_use', name: said(`${what} tool`, 'line'), input: { a: said(`${what} input`) } },
        ],
      },
    });
    const name = say(`claude-code file ${row}`, 'name');
    lines(path.join(server.person, `.claude/projects/-srv/${name} (${row}).jsonl`), [
      { type: 'summary', summary: said('title', 'line'), leafUuid: 'a' },
      message('user', 'turn'),
      message('assistant', 'answer'),
    ]);
  }
  await read(server, 'claude-code');
};

const codex: Door = async (server, say, rows) => {
  for (const row of times(rows)) {
    const said = (what: string, form?: 'text' | 'line' | 'name'): string => say(`codex ${what} ${row}`, form);
    const item = (role: string, type: string, what: string): object => ({
      timestamp: iso(row),
      type: 'response_item',
      payload: { type: 'message', role, content: [{ type, text: said(what) }] },
    });
    const name = `rollout-2026-11-01T09-00-00-${say(`codex file ${row}`, 'name')} (${row}).jsonl`;
    lines(path.join(server.person, `.codex/sessions/2026/11/01/${name}`), [
      {
        timestamp: iso(row),
        type: 'session_meta',
        payload: {
          id: `${said('session', 'line')} (${row})`,
          cwd: `/srv/${said('directory', 'name')}`,
          timestamp: iso(row),
        },
      },
      item('user', 'input_text', 'turn'),
      item('assistant', 'output_text', 'answer'),
      {
        timestamp: iso(row),
        type: 'response_item',
        payload: { type: 'function_call', name: said('tool', 'line'), arguments: said('input') },
      },
    ]);
  }
  await read(server, 'codex');
};

const gemini: Door = async (server, say, rows) => {
  for (const row of times(rows)) {
    const said = (what: string, form?: 'text' | 'line' | 'name'): string =>
      say(`gemini ${what} ${row}`, form);
    const message = (type: 'user' | 'gemini', what: string): object => ({
      id: `${said(`${what} key`, 'line')} (${row})`,
      type,
      timestamp: iso(row),
      content: said(what),
      toolCalls: [{ name: said(`${what} tool`, 'line'), args: { a: said(`${what} input`) } }],
    });
    const folder = path.join(server.person, `.gemini/tmp/app-${row}`);
    lines(path.join(folder, `chats/session-${say(`gemini file ${row}`, 'name')}.jsonl`), [
      {
        sessionId: `${said('session', 'line')} (${row})`,
        projectHash: 'x',
        startTime: iso(row),
        lastUpdated: iso(row),
      },
      { $set: { summary: said('title', 'line') } },
      message('user', 'turn'),
      message('gemini', 'answer'),
    ]);
    writeFileSync(path.join(folder, '.project_root'), `/srv/${said('directory', 'name')}`);
    const entry = { sessionId: `${said('log session', 'line')} (${row})`, type: 'user', timestamp: iso(row) };
    writeFileSync(path.join(folder, 'logs.json'), JSON.stringify([{ ...entry, message: said('log turn') }]));
  }
  await read(server, 'gemini');
};

/** By the name of the feed. */
export const feedDoors: Readonly<Record<string, Door>> = {
  opencode: openCode,
  'claude-code': claudeCode,
  codex,
  gemini,
};

const documents: Door = async (server, say, rows) => {
  const folder = await server.temp.makeDirectory('documents');
  for (const row of times(rows)) {
    const said = (what: string, form?: 'text' | 'line' | 'name'): string =>
      say(`documents ${what} ${row}`, form);
    const body = [
      `# ${said('title', 'line')}`,
      said('prose'),
      `## ${said('heading', 'line')}`,
      `We decided to keep it so: ${said('decision', 'line')}`,
    ];
    const matter = `---\ntags: [${JSON.stringify(said('tag', 'line'))}]\n---\n\n`;
    writeFileSync(path.join(folder, `guide-${row}.md`), `${matter}${body.join('\n\n')}\n`);
    writeFileSync(path.join(folder, `${said('file', 'name')} (${row}).md`), `# Plain\n\nPlain text ${row}\n`);
    // Neither does why a file is not read say what it is called.
    writeFileSync(
      path.join(folder, `${said('broken', 'name')} (${row}).md`),
      Buffer.from([0x23, 0x20, 0xff, 0x0a]),
    );
  }
  await server.job('ingest_file', {
    path: folder,
    tags: [say('documents given tag 1', 'name')],
  });
  await server.job('ingest_file', { path: path.join(folder, 'guide-1.md') });
  await server.job('ingest_file', { path: path.join(folder, `${say('documents broken 1', 'name')}-1.md`) });
  await server.job('ingest_file', { path: `/nowhere/${say('documents missing 1', 'name')}.md` });
};

const project: Door = async (server, say, rows) => {
  for (const row of times(rows)) {
    const said = (what: string, form?: 'text' | 'line' | 'name'): string =>
      say(`project ${what} ${row}`, form);
    const folder = await server.temp.makeDirectory(`project-${row}`);
    const manifest = {
      name: said('name', 'line'),
      description: said('description', 'line'),
      scripts: { [said('script', 'line')]: said('command', 'line') },
      dependencies: { [said('dependency', 'line')]: '1.0.0' },
    };
    writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
    for (const name of ['README.md', 'AGENTS.md', 'CLAUDE.md', 'CONTRIBUTING.md'])
      writeFileSync(path.join(folder, name), `# ${said(`${name} title`, 'line')}\n\n${said(name)}\n`);
    mkdirSync(path.join(folder, 'docs/adr'), { recursive: true });
    const record = `# 1. ${said('record title', 'line')}\n\n## Status\n\nAccepted\n\n## Decision\n\n${said('record')}\n`;
    writeFileSync(path.join(folder, 'docs/adr/0001-record.md'), record);
    await server.job('bootstrap_memory', { path: folder });
  }
};

const values: Door = async (server, say, rows) => {
  for (const row of times(rows)) {
    const said = (what: string, form?: 'text' | 'line'): string => say(`values ${what} ${row}`, form);
    for (const from of [{}, { [names.actor]: 'agent/test' }]) {
      const who = Object.keys(from).length;
      const project = 'example.org/values';
      await server.call(
        'kv_set',
        { key: said(`key ${who}`, 'line'), value: said(`value ${who}`), project },
        from,
      );
      const deep = JSON.stringify({ [said(`name ${who}`, 'line')]: [said(`deep ${who}`)] });
      await server.call('kv_set', { key: `deep-${who}-${row}`, value: deep, project }, from);
    }
  }
};

/** Read because a session begins there, with nobody asking. */
const commits: Door = async (server, say, rows) => {
  const repository = await GitRepository.create(server.temp.join('repository'));
  await repository.commit('First');
  const begin = (id: string): Promise<unknown> =>
    server.call(
      'session_start',
      { session_id: id, working_on: say(`commits ${id} working on 1`, 'name') },
      { [names.actor]: 'agent/test', [names.project]: repository.path },
    );
  await server.call('capture_commits', { root: repository.path, catch_up: true });
  for (const row of times(rows)) {
    const said = (what: string, form?: 'text' | 'line' | 'name'): string =>
      say(`commits ${what} ${row}`, form);
    await repository.commit(
      `${said('subject', 'line')}\n\n${said('body')}\n\nDecision: Keep ${said('trailer', 'line')}`,
      {
        author: { name: said('author', 'line').replaceAll(/[<>\n]/g, ''), email: 'author@example.com' },
        files: { [`src/${said('file', 'name')} (${row}).ts`]: 'export {};\n' },
      },
    );
  }
  await repository.commit('Last\n\nDecision: The last one is read, too', {
    author: { name: 'A', email: 'a@example.com' },
  });
  await begin('ses_commits');
  const isRead = async () => {
    const inbox = await server.call('list_inbox', { all_projects: true, limit: 100 });
    return JSON.stringify(inbox).includes('The last one is read');
  };
  await until(isRead, { what: 'the last commit to be read', timeoutMs: 120_000 });
};

/** What a backup, and a file that is imported or exported, is called. */
const namesOfFiles: Door = async (server, say) => {
  const file = (what: string): string => server.temp.join(`${say(`files ${what} 1`, 'name')}.json`);
  writeFileSync(file('import'), '[{"id":"a","memory":"Text","user_id":"anna"}]');
  await server.job('import_memories', { path: file('import') });
  writeFileSync(
    file('broken'),
    `[{"id":"a","memory":"Text"},{"id":"b","memory":"${say('files cut 1', 'line')}`,
  );
  await server.job('import_memories', { path: file('broken'), from: 'mem0' });
  writeFileSync(file('nothing'), say('files nothing inside 1'));
  for (const from of [
    undefined,
    'mem0',
    'memory-bridge',
    'opencode-memory',
    'opencode-manager',
    'server-memory',
    'claude-mem',
  ])
    await server.job('import_memories', { path: file('nothing'), ...(from ? { from } : {}) });
  await server.job('export_memories', { output: file('export') });
};

export const otherDoors: Readonly<Record<string, Door>> = {
  documents,
  project,
  values,
  commits,
  files: namesOfFiles,
};

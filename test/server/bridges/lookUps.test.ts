import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildCli, type CliBundle, type CliResult, runCli } from '../../../dev/bundles/cliBundle.ts';
import { type TempDirectory, tempDirectory } from '../../../dev/files/tempDirectory.ts';
import { type ForgeDouble, startForgeDouble } from '../../../dev/forges/forgeDouble.ts';
import { gitEnvironment } from '../../../dev/git/gitRepository.ts';
import { freePort, runProcess, stopAllProcesses } from '../../../dev/processes/processes.ts';
import { StdioMcp } from '../../../dev/server/stdioMcp.ts';
import { ForkStarter } from '../../../src/client/forkStarter.ts';
import { DataDirectory } from '../../../src/home/dataDirectory.ts';

const recorded = (name: string): Record<string, object> =>
  JSON.parse(
    readFileSync(path.resolve(import.meta.dirname, `../../data/forges/${name}.json`), 'utf8'),
  ) as Record<string, object>;

/** What a person has in the environment of a terminal. */
const tokens = {
  GITLAB_TOKEN: 'tok-gitlab-com',
  GITLAB_WORK_TOKEN: 'tok-lab',
  GITHUB_TOKEN: 'tok-github-com',
  GITHUB_WORK_TOKEN: 'tok-hub',
};

let temp: TempDirectory;
let bundle: CliBundle;
let lab: ForgeDouble;
let hub: ForgeDouble;
let stranger: ForgeDouble;
let window: ForkStarter;
let home: string;
let port: number;

/** A private project: without its own token nothing is shown, and nothing of any other is. */
const onlyWith = (token: string): ForgeDouble['rule'] => {
  return ({ headers }) =>
    headers.authorization === `Bearer ${token}` ? undefined : { status: 401, body: { message: 'no' } };
};

beforeAll(async () => {
  temp = await tempDirectory('look-ups');
  bundle = await buildCli(temp.join('dist'));
  [lab, hub, stranger] = await Promise.all([
    startForgeDouble(recorded('gitlab')),
    startForgeDouble(recorded('github')),
    startForgeDouble({ ...recorded('gitlab'), ...recorded('github') }),
  ]);
  home = await temp.makeDirectory('home');
  port = await freePort();
  const forges = {
    'git.example.test': {
      kind: 'gitlab',
      web: `${lab.origin}/gitlab`,
      ssh: ['ssh.example.test'],
      aliases: ['gitlab.old.test'],
      tokenVariable: 'GITLAB_WORK_TOKEN',
    },
    'hub.example.test': {
      kind: 'github',
      web: `${hub.origin}/hub`,
      ssh: ['ssh.hub.test'],
      tokenVariable: 'GITHUB_WORK_TOKEN',
    },
    'other.example.test': { kind: 'gitlab', web: stranger.origin, ssh: ['ssh.other.test'] },
  };
  await temp.write('home/config.jsonc', JSON.stringify({ forges, toolset: 'full' }));
  // The server of a window, which gets of its parent's environment what an owner needs and no more.
  Object.assign(process.env, tokens);
  const directory = new DataDirectory(home).prepare();
  const environment = () => ({ MEMORY_BRIDGE_PORT: String(port) });
  window = new ForkStarter({ directory, serverPath: path.join(bundle.dist, 'server.js'), environment });
  const { outcome } = await window.start();
  for (const name of Object.keys(tokens)) delete process.env[name];
  if (outcome !== 'owner') throw new Error(`The server of the window did not start: ${outcome}`);
});
afterAll(async () => {
  await window?.stop('The test has ended.');
  await stopAllProcesses();
  await Promise.all([lab, hub, stranger].map((each) => each.close()));
  await temp.dispose();
});
afterEach(() => {
  for (const each of [lab, hub, stranger]) {
    each.requests.length = 0;
    each.rule = () => undefined;
  }
});

/** A clone whose remote is this one. */
async function cloneOf(remote: string, name: string): Promise<string> {
  const folder = await temp.makeDirectory(`clones/${name}`);
  for (const args of [
    ['init', '-q'],
    ['remote', 'add', 'origin', remote],
  ])
    await runProcess('git', args, { cwd: folder, env: { ...process.env, ...gitEnvironment } });
  return folder;
}

const run = (cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<CliResult> =>
  runCli(bundle, args, { home, port, cwd, env: { ...gitEnvironment, ...env }, terminal: false });

/** As an editor calls the server of its window. */
async function call<T>(project: string, name: string, input: object): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${port}/api/${name}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${readFileSync(path.join(home, 'token'), 'utf8').trim()}`,
      'x-memory-project': project,
      'x-memory-actor': 'editor',
    },
    body: JSON.stringify(input),
  });
  return ((await response.json()) as { result: T }).result;
}

const askedOf = ({ requests }: ForgeDouble) =>
  requests.map(({ path: at, headers }) => `${at} ${headers.authorization ?? 'without a token'}`);

const forge = {
  GitLab: {
    remotes: [
      'git@ssh.example.test:team/app.git',
      'ssh://git@gitlab.old.test:2222/team/app.git',
      'https://git.example.test/gitlab/team/app.git',
    ],
    project: 'git.example.test/team/app',
    references: ['!12', '!13', '!14'],
    more: ['!16', '!15', '!17'],
    elsewhere: 34,
    inGit: ['ssh.example.test/team/app', 'gitlab.old.test/team/app'],
    at: (number: string) => `/gitlab/api/v4/projects/team%2Fapp/merge_requests/${number}`,
    own: () => lab,
    other: () => hub,
    token: 'tok-lab',
    variable: 'GITLAB_WORK_TOKEN',
  },
  GitHub: {
    remotes: [
      'git@ssh.hub.test:team/app.git',
      'ssh://git@ssh.hub.test:2222/team/app',
      'https://hub.example.test/hub/team/app',
    ],
    project: 'hub.example.test/team/app',
    references: ['#34', '#35', '#37'],
    more: ['#36', '#40', '#41'],
    elsewhere: 35,
    inGit: ['ssh.hub.test/team/app'],
    at: (number: string) => `/hub/api/v3/repos/team/app/issues/${number}`,
    own: () => hub,
    other: () => lab,
    token: 'tok-hub',
    variable: 'GITHUB_WORK_TOKEN',
  },
};

describe.each(Object.entries(forge))('%s below a path, by ssh on another host', (name, each) => {
  const { remotes, references, at, token, variable } = each;
  const numberOf = (reference: string) => reference.slice(1);

  it('is one project, asked where its API is, with its own token, and nobody else hears of it', async () => {
    each.own().rule = onlyWith(token);
    for (const [index, remote] of remotes.entries()) {
      const clone = await cloneOf(remote, `${name}-${index}`);
      const about = { content: `About ${references[index]}, said in ${name}-${index}`, category: 'fact' };
      const { memory } = await call<{ memory: { project: string } }>(clone, 'remember', about);
      expect(memory.project).toBe(each.project);
      const found = await run(clone, ['--json', 'enrich'], tokens);
      expect(found.json()).toMatchObject({ found: 1, noAccess: 0, left: 0, notes: [] });
    }
    const { stdout } = await run(await cloneOf(remotes[0] ?? '', `${name}-0`), ['project', 'list']);
    const [, names = ''] = stdout.slice(stdout.indexOf('* ')).split('\n');
    for (const said of each.inGit) expect(names.split(', ')).toContain(`in git ${said}`);
    expect([names.includes('form:'), new Set(names.split(', ')).size]).toEqual([
      false,
      names.split(', ').length,
    ]);
    expect(askedOf(each.own())).toEqual(references.map((one) => `${at(numberOf(one))} Bearer ${token}`));
    expect([...each.other().requests, ...stranger.requests]).toEqual([]);
  });

  it('shows no token to the host that it redirects to, nor to one that a memory names', async () => {
    const clone = await cloneOf(remotes[0] ?? '', `${name}-redirected`);
    each.own().rule = ({ path: asked }) => ({
      status: 302,
      headers: { location: `${stranger.origin}${asked}` },
    });
    const [reference = ''] = references;
    const away = await run(clone, ['enrich', reference.replace(/\d+/, '9')], tokens);
    expect([away.code, away.stderr]).toEqual([1, expect.stringContaining('not followed')]);
    const elsewhere = `https://other.example.test/team/app/-/issues/${each.elsewhere}`;
    await run(clone, ['enrich', elsewhere], tokens);
    expect(new Set(each.own().tokens())).toEqual(new Set([token]));
    expect([stranger.requests.length, stranger.tokens()]).toEqual([1, []]);
  });

  it('lends its token to one task, whichever way that was started, and to none after it', async () => {
    const clone = await cloneOf(remotes[0] ?? '', `${name}-lent`);
    each.own().rule = onlyWith(token);
    const [one = '', another = '', third = ''] = each.more;
    const missing = `wants a token. Set ${variable} where the command or the agent is started.`;
    const asks = async (env: NodeJS.ProcessEnv) => {
      const asked = await run(clone, ['--json', 'enrich', '--stale-hours', '0'], env);
      return asked.json<{ notes: string[]; found: number; noAccess: number }>();
    };
    expect((await asks(tokens)).found).toBe(3);
    expect(await asks({})).toMatchObject({
      found: 0,
      noAccess: 3,
      notes: [expect.stringContaining(missing)],
    });
    expect((await asks({ [variable]: token })).found).toBe(3);
    const alone = await run(clone, ['enrich', another], {});
    expect([alone.code, alone.stderr]).toEqual([1, expect.stringContaining(missing)]);
    expect(each.own().requests.at(-1)?.headers.authorization).toBeUndefined();

    const mcp = await StdioMcp.connect(bundle, {
      home,
      port,
      cwd: clone,
      env: { ...gitEnvironment, ...tokens },
    });
    const told = await mcp.call('enrich_entity', { entity_ref: one });
    await mcp.process.stop();
    expect(each.own().requests.at(-1)?.headers.authorization).toBe(`Bearer ${token}`);
    expect(told.structured['message'] ?? '').not.toContain('token');
    expect((await run(clone, ['enrich', third], {})).stderr).toContain(missing);
  });
});

it('leaves no token in the data folder', () => {
  const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  const kept = files.filter((file) => readFileSync(path.join(file.parentPath, file.name)).includes('tok-'));
  expect([files.length > 3, kept.map(({ name }) => name)]).toEqual([true, []]);
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ForgeDouble, startForgeDouble } from '../../../dev/forges/forgeDouble.ts';
import { forgeToken } from '../../../src/bridges/forge/forgeToken.ts';
import { RestForge, type RestForgeParts } from '../../../src/bridges/forge/restForge.ts';
import type { EntityPlace } from '../../../src/core/forge/entityPlace.ts';
import { forgesOf } from '../../../src/core/forge/forges.ts';
import { LentValues } from '../../../src/core/lentValues.ts';
import type { ForgeAnswer } from '../../../src/entities/forge.ts';
import { sendRequest } from '../../../src/net/sendRequest.ts';

const recorded = (name: string): Record<string, object> =>
  JSON.parse(
    readFileSync(path.resolve(import.meta.dirname, `../../data/forges/${name}.json`), 'utf8'),
  ) as Record<string, object>;
const gitlab = recorded('gitlab');
const github = recorded('github');

let lab: ForgeDouble;
let hub: ForgeDouble;
let stranger: ForgeDouble;
let now = Date.UTC(2026, 10, 21, 12);

beforeAll(async () => {
  [lab, hub, stranger] = await Promise.all([
    startForgeDouble(gitlab),
    startForgeDouble(github),
    startForgeDouble(gitlab),
  ]);
});
afterAll(() => Promise.all([lab, hub, stranger].map((each) => each.close())));
afterEach(() => {
  for (const each of [lab, hub, stranger]) {
    each.requests.length = 0;
    each.rule = () => undefined;
  }
});

const tokens = { GITLAB_TOKEN: 'tok-lab', GITHUB_WORK_TOKEN: 'tok-hub', GITHUB_TOKEN: 'tok-github-com' };

/** GitLab below a path, GitHub Enterprise, and a GitLab that nobody has a token for. */
const settings = () => ({
  'gitlab.example.com': { kind: 'gitlab' as const, api: `${lab.origin}/gitlab/api/v4` },
  'github.example.com': {
    kind: 'github' as const,
    api: `${hub.origin}/api/v3`,
    tokenVariable: 'GITHUB_WORK_TOKEN',
  },
  'open.example.com': { kind: 'gitlab' as const, api: `${stranger.origin}/api/v4` },
});

function given(env: NodeJS.ProcessEnv = tokens, more: Partial<RestForgeParts> = {}): RestForge {
  const forges = forgesOf(settings(), 'gitlab.example.com');
  const lent = new LentValues();
  return new RestForge({
    forges: () => forges,
    token: (forge, loan) => forgeToken(forge, { lent: loan, kept: lent, env }),
    network: () => ({ env: {} }),
    clock: { now: () => now, monotonic: () => performance.now() },
    ...more,
  });
}

const onLab = (kind: EntityPlace['kind'], value: string, path = 'team/app'): EntityPlace => ({
  host: 'gitlab.example.com',
  path,
  kind,
  value,
});
const onHub = (kind: EntityPlace['kind'], value: string): EntityPlace => ({
  host: 'github.example.com',
  path: 'team/app',
  kind,
  value,
});
const factsOf = (answer: ForgeAnswer) => (answer.kind === 'found' ? answer.facts : answer);

describe('GitLab', () => {
  it.each([
    [
      'merge_request',
      '12',
      'opened',
      'Queue uploads while the gateway restarts',
      'ada',
      ['backend', 'priority::2'],
    ],
    ['merge_request', '13', 'draft', 'Draft: Try another queue', 'grace', []],
    ['merge_request', '14', 'merged', 'Keep sessions in Redis', 'grace', ['done']],
    ['merge_request', '15', 'closed', 'Keep sessions in files', null, []],
    ['merge_request', '16', 'locked', 'Being merged now', 'ada', []],
    ['issue', '34', 'closed', 'Uploads are lost when the gateway restarts', 'alan', ['bug']],
    ['commit', '1a2b3c4', null, 'Queue uploads', 'Ada Lovelace', []],
  ] as const)('tells of %s %s that it is %s', async (kind, value, state, title, author, labels) => {
    const facts = factsOf(await given().lookUp(onLab(kind, value)));
    expect(facts).toMatchObject({ title, state, author, labels });
    expect(facts).toMatchObject({ url: expect.stringContaining('https://gitlab.example.com/team/app/-/') });
    const [{ method, path, headers } = { method: '', path: '', headers: {} }] = lab.requests;
    expect([method, path.startsWith('/gitlab/api/v4/projects/team%2Fapp/')]).toEqual(['GET', true]);
    expect(headers.authorization).toBe('Bearer tok-lab');
  });

  it('is asked of its group for an epic', async () => {
    expect(factsOf(await given().lookUp(onLab('epic', '5', 'team/sub')))).toMatchObject({ state: 'opened' });
    expect(lab.requests[0]?.path).toBe('/gitlab/api/v4/groups/team%2Fsub/epics/5');
  });
});

describe('GitHub', () => {
  it.each([
    ['issue', '34', 'opened', 'alan', ['bug', 'triage']],
    ['issue', '35', 'closed', null, []],
    ['issue', '36', 'merged', 'ada', []],
    ['issue', '37', 'draft', 'grace', []],
    ['merge_request', '36', 'merged', 'ada', []],
    ['commit', '1a2b3c4', null, 'ada', []],
  ] as const)('tells of %s %s that it is %s', async (kind, value, state, author, labels) => {
    expect(factsOf(await given().lookUp(onHub(kind, value)))).toMatchObject({ state, author, labels });
    const [request] = hub.requests;
    expect(request?.path).toMatch(/^\/api\/v3\/repos\/team\/app\/(?:issues|pulls|commits)\//);
    expect(request?.headers).toMatchObject({
      authorization: 'Bearer tok-hub',
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
    });
  });

  it('has no epics, and is not asked for one', async () => {
    expect(await given().lookUp(onHub('epic', '5'))).toMatchObject({ kind: 'not_found' });
    expect(hub.requests).toEqual([]);
  });
});

describe('an answer that nothing has changed', () => {
  it.each([
    ['GitLab', () => lab, onLab('merge_request', '12')],
    ['GitHub', () => hub, onHub('issue', '34')],
  ] as const)('is asked for by the ETag: %s', async (_name, host, place) => {
    const facts = factsOf(await given().lookUp(place));
    const etag = 'etag' in facts ? facts.etag : null;
    expect(etag).toMatch(/^W\//);
    expect(await given().lookUp(place, { etag })).toEqual({ kind: 'unchanged' });
    expect(host().requests.at(-1)?.headers['if-none-match']).toBe(etag);
  });
});

describe('a refusal', () => {
  it.each([
    [401, tokens, 'no_access', /does not accept the token.*GITLAB_TOKEN/],
    [401, {}, 'no_access', /wants a token\. Set GITLAB_TOKEN where/],
    [
      403,
      tokens,
      'no_access',
      /may not read gitlab\.example\.com\/team\/app!12\. It needs the scope read_api/,
    ],
    [403, {}, 'no_access', /without a token\. Set GITLAB_TOKEN/],
    [404, tokens, 'not_found', /does not exist, or the token for gitlab\.example\.com may not see it/],
    [404, {}, 'not_found', /is hidden from whoever has no token/],
    [500, tokens, 'unreachable', /status 500/],
  ] as const)('of GitLab with %s is told as what it means', async (status, env, kind, sentence) => {
    lab.rule = () => ({ status, body: { message: 'no' } });
    const answer = await given(env).lookUp(onLab('merge_request', '12'));
    expect(answer.kind).toBe(kind);
    expect('sentence' in answer && answer.sentence).toMatch(sentence);
    expect(JSON.stringify(answer)).not.toContain('tok-');
  });

  it.each([
    [401, tokens, 'no_access', /does not accept the token.*GITHUB_WORK_TOKEN/],
    [401, {}, 'no_access', /wants a token\. Set GITHUB_WORK_TOKEN where/],
    [403, tokens, 'no_access', /may not read/],
    [403, {}, 'no_access', /without a token\. Set GITHUB_WORK_TOKEN/],
    [404, tokens, 'not_found', /does not exist, or the token for github\.example\.com may not see it/],
    [404, {}, 'not_found', /hidden/],
    [410, tokens, 'not_found', /does not exist/],
    [502, tokens, 'unreachable', /status 502/],
  ] as const)('of GitHub with %s is told as what it means', async (status, env, kind, sentence) => {
    hub.rule = () => ({ status, headers: { 'x-ratelimit-remaining': '59' }, body: { message: 'Not here' } });
    const answer = await given(env).lookUp(onHub('issue', '34'));
    expect([answer.kind, 'sentence' in answer && sentence.test(answer.sentence)]).toEqual([kind, true]);
  });

  it('tells how to lend a token where no variable is for the host', async () => {
    stranger.rule = () => ({ status: 401 });
    const answer = await given().lookUp({ ...onLab('issue', '34'), host: 'open.example.com' });
    expect('sentence' in answer && answer.sentence).toMatch(/tokenVariable of open\.example\.com/);
    expect(stranger.tokens()).toEqual([]);
  });
});

describe('a limit', () => {
  const at = (seconds: number) => String(Math.floor(now / 1_000) + seconds);

  it.each([
    [
      '429 with Retry-After in seconds',
      () => lab,
      onLab('issue', '34'),
      { status: 429, headers: { 'retry-after': '120' } },
      120,
    ],
    [
      '429 with a date',
      () => lab,
      onLab('issue', '34'),
      () => ({ status: 429, headers: { 'retry-after': new Date(now + 30_000).toUTCString() } }),
      30,
    ],
    ['429 that says nothing more', () => lab, onLab('issue', '34'), { status: 429 }, 60],
    [
      '429 of GitHub with Retry-After',
      () => hub,
      onHub('issue', '34'),
      { status: 429, headers: { 'retry-after': '75', 'x-ratelimit-remaining': '12' } },
      75,
    ],
    [
      '403 of GitHub with nothing left',
      () => hub,
      onHub('issue', '34'),
      () => ({ status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': at(900) } }),
      900,
    ],
    [
      '403 of GitHub with Retry-After',
      () => hub,
      onHub('issue', '34'),
      { status: 403, headers: { 'retry-after': '45', 'x-ratelimit-remaining': '4000' } },
      45,
    ],
    [
      '403 of GitHub in words alone',
      () => hub,
      onHub('issue', '34'),
      { status: 403, body: { message: 'You have exceeded a secondary rate limit.' } },
      60,
    ],
  ] as const)('is waited out: %s', async (_name, host, place, reply, seconds) => {
    const forge = given();
    host().rule = () => (typeof reply === 'function' ? reply() : reply);
    const first = await forge.lookUp(place);
    expect(first).toMatchObject({ kind: 'limited', until: now + seconds * 1_000 });
    expect('sentence' in first && first.sentence).toContain(
      new Date(now + seconds * 1_000).toISOString().slice(0, 19),
    );
    host().rule = () => undefined;
    expect(await forge.lookUp(place)).toEqual(first);
    expect(host().requests).toHaveLength(1);
    now += seconds * 1_000;
    expect((await forge.lookUp(place)).kind).toBe('found');
  });

  it('is of one host, and begins with the last answer that was free', async () => {
    const forge = given();
    hub.rule = () => ({
      status: 200,
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': at(60) },
      body: github['issues/34'],
    });
    expect((await forge.lookUp(onHub('issue', '34'))).kind).toBe('found');
    expect((await forge.lookUp(onHub('issue', '34'))).kind).toBe('limited');
    expect((await forge.lookUp(onLab('issue', '34'))).kind).toBe('found');
  });
});

describe('a token', () => {
  const moved = () => {
    lab.rule = ({ path }) => ({ status: 302, headers: { location: `${stranger.origin}${path}` } });
  };

  it('is seen on no other host, wherever a forge points', async () => {
    moved();
    const forge = given();
    for (const place of [
      onLab('merge_request', '12'),
      onLab('issue', '34'),
      { ...onLab('issue', '34'), host: 'open.example.com' },
    ])
      await forge.lookUp(place);
    await forge.lookUp(onHub('issue', '34'));
    expect(lab.tokens()).toContain('tok-lab');
    expect([stranger.tokens(), new Set(hub.tokens()), new Set(lab.tokens())]).toEqual([
      [],
      new Set(['tok-hub']),
      new Set(['tok-lab']),
    ]);
    const answer = await forge.lookUp(onLab('merge_request', '12'));
    expect(answer).toMatchObject({ kind: 'unreachable', sentence: expect.stringContaining('not followed') });
  });

  it('would be, if redirects were followed without a look at the host', async () => {
    moved();
    const careless: typeof sendRequest = async (request) => {
      const answer = await sendRequest({ ...request, redirects: 'none' });
      const { location } = answer.headers;
      return location === undefined ? answer : sendRequest({ ...request, url: new URL(location) });
    };
    await given(tokens, { send: careless }).lookUp(onLab('merge_request', '12'));
    expect(stranger.tokens()).toEqual(['tok-lab']);
  });

  it('goes with a redirect within its own host', async () => {
    lab.rule = ({ path }) =>
      path.includes('old%2Fapp')
        ? { status: 301, headers: { location: '/gitlab/api/v4/projects/team%2Fapp/merge_requests/14' } }
        : undefined;
    expect(factsOf(await given().lookUp(onLab('merge_request', '14', 'old/app')))).toMatchObject({
      state: 'merged',
    });
  });

  it('that was lent for an origin goes before a variable, and only there', async () => {
    const lent = new LentValues();
    lent.lend('https://gitlab.example.com', 'tok-lent');
    const forge = given(tokens, {
      token: (each, loan) => forgeToken(each, { lent: loan, kept: lent, env: tokens }),
    });
    await forge.lookUp(onLab('issue', '34'));
    await forge.lookUp(onHub('issue', '34'));
    expect([lab.tokens(), hub.tokens()]).toEqual([['tok-lent'], ['tok-hub']]);
  });

  it('of a variable is for the host that the variable is for', () => {
    const lent = new LentValues();
    const found = forgesOf(settings(), 'gitlab.example.com').map((forge) => [
      forge.host,
      forgeToken(forge, { lent: {}, kept: lent, env: tokens }),
    ]);
    expect(Object.fromEntries(found)).toEqual({
      'gitlab.com': undefined,
      'github.com': 'tok-github-com',
      'gitlab.example.com': 'tok-lab',
      'github.example.com': 'tok-hub',
      'open.example.com': undefined,
    });
  });
});

describe('a forge that lies, or is none', () => {
  it.each([
    ['a page', '<html>Sign in</html>'],
    ['a list', []],
    ['no title', { state: 'opened' }],
    ['a title that is none', { title: { a: 1 }, state: 'opened' }],
    ['labels that are none', { title: 'a', state: 'opened', labels: 7 }],
    ['nothing', ''],
  ])('breaks nothing with %s', async (_name, body) => {
    lab.rule = () => ({ status: 200, body });
    expect(await given().lookUp(onLab('issue', '34'))).toMatchObject({ kind: 'unreachable' });
  });

  it.each([
    'https://evil.example/team/app/-/issues/34',
    'javascript:alert(1)',
    'http://gitlab.example.com/team/app/-/issues/34',
    'https://user@gitlab.example.com/x',
    'nothing',
  ])('leads nobody to %s', async (web_url) => {
    lab.rule = () => ({ status: 200, body: { ...gitlab['issues/34'], web_url } });
    expect(factsOf(await given().lookUp(onLab('issue', '34')))).toMatchObject({ url: null, state: 'closed' });
  });

  it('is not read without end', async () => {
    lab.rule = () => ({ status: 200, body: { ...gitlab['issues/34'], description: 'x'.repeat(5_000_000) } });
    const answer = await given().lookUp(onLab('issue', '34'));
    expect(answer).toMatchObject({ kind: 'unreachable', sentence: expect.stringContaining('longer than') });
  });

  it('is said to be away when nobody answers, and when the switch says so', async () => {
    const gone = forgesOf(
      { 'gone.example.com': { kind: 'gitlab', api: 'http://127.0.0.1:9/api' } },
      'gitlab.com',
    );
    const place = { ...onLab('issue', '34'), host: 'gone.example.com' };
    expect(await given({}, { forges: () => gone }).lookUp(place)).toMatchObject({ kind: 'unreachable' });
    const offline = given({}, { network: () => ({ env: { MEMORY_BRIDGE_OFFLINE: '1' } }) });
    expect(await offline.lookUp({ ...place, host: 'gitlab.com' })).toMatchObject({
      kind: 'unreachable',
      sentence: expect.stringContaining('MEMORY_BRIDGE_OFFLINE'),
    });
    expect(await given().lookUp({ ...place, host: 'unknown.example' })).toMatchObject({
      kind: 'unreachable',
      sentence: expect.stringContaining('setting forges'),
    });
  });
});

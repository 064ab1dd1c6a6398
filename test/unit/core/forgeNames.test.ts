import { describe, expect, it } from 'vitest';
import { canonicalEntity, parseEntityReferences } from '../../../src/core/entity/entityReference.ts';
import { entityPlace, placeName } from '../../../src/core/forge/entityPlace.ts';
import { forgesOf } from '../../../src/core/forge/forges.ts';
import { renewedPlace } from '../../../src/core/project/remotePlaces.ts';
import { remotePlace } from '../../../src/core/project/remoteUrl.ts';
import { forgesSchema } from '../../../src/protocol/settings/forgeSettings.ts';

const forges = forgesOf(
  {
    'git.example.com': {
      kind: 'gitlab',
      web: 'https://git.example.com/gitlab',
      ssh: ['ssh.example.com'],
      aliases: ['gitlab.old.example.com'],
    },
    'github.example.com': { kind: 'github' },
  },
  'gitlab.com',
);

describe('the id of a project on a forge of the settings', () => {
  it.each([
    'https://git.example.com/gitlab/team/app.git',
    'https://ann:tok@git.example.com:8443/gitlab/team/app',
    'git@git.example.com:team/app.git',
    'git@ssh.example.com:team/app.git',
    'ssh://git@ssh.example.com:2222/team/app.git',
    'https://gitlab.old.example.com/gitlab/team/app.git',
    'git@gitlab.old.example.com:team/app',
  ])('is one for %s', (url) => {
    expect(remotePlace(url, forges)).toBe('git.example.com/team/app');
    // Without the setting nothing joins them.
    expect(remotePlace(url)).not.toBe(url.includes('git.example.com:team') ? '' : 'git.example.com/team/app');
  });

  it.each([
    [
      'a group of the name of the path, over ssh',
      'git@git.example.com:gitlab/app',
      'git.example.com/gitlab/app',
    ],
    [
      'a project that would have no group',
      'https://git.example.com/gitlab/app',
      'git.example.com/gitlab/app',
    ],
    ['another host', 'https://gitlab.com/gitlab/team/app', 'gitlab.com/gitlab/team/app'],
  ])('is left as it is for %s', (_name, url, place) => {
    expect(remotePlace(url, forges)).toBe(place);
  });

  it.each(['git.example.com/gitlab/team/app', 'ssh.example.com/team/app', 'git.example.com/team/app'])(
    'is known again by what it was called before: %s',
    (id) => {
      expect(renewedPlace(id, forges)).toBe('git.example.com/team/app');
    },
  );
});

describe('an address on a forge below a path', () => {
  const url = 'https://git.example.com/gitlab/team/app/-/merge_requests/12#note_3';

  it('is the reference that people write there', () => {
    const found = (text: string, project: string) =>
      parseEntityReferences(text, { project, forges }).map(({ canonical }) => canonical);
    expect(found(`See ${url} and !12`, 'git.example.com/team/app')).toEqual(['!12', '!12']);
    expect(found(`See ${url}, team/app!12`, 'git.example.com/team/other')).toEqual([
      'team/app!12',
      'team/app!12',
    ]);
    expect(canonicalEntity('https://git.example.com/gitlab/groups/team/-/epics/5', null, forges)).toBe(
      'team&5',
    );
    // The twin: without the setting the path is taken for a group.
    expect(canonicalEntity(url)).toBe('gitlab/team/app!12');
  });
});

describe('a reference that is all there is', () => {
  it.each([
    ['!12.', '!12'],
    ['(!12)', '!12'],
    ['#034', '#34'],
    ['"team/app#0012",', 'team/app#12'],
    ['[&5]', '&5'],
    ['(https://gitlab.com/team/app/-/issues/7).', 'team/app#7'],
  ])('is understood as it stands in a sentence: %s', (text, canonical) => {
    expect(canonicalEntity(text)).toBe(canonical);
  });

  it.each(['!', '()', '#0', '#000', 'queue', '!12 and !13'])('is none: %s', (text) => {
    expect(canonicalEntity(text)).toBeUndefined();
  });
});

describe('the place of a reference', () => {
  const named = (canonical: string, project: string | null, more: object = {}) => {
    const place = entityPlace(canonical, { forges, project, instance: 'gitlab.com', ...more });
    return place && placeName(place);
  };

  it.each([
    ['!12', 'git.example.com/team/app', 'git.example.com/team/app!12'],
    ['&5', 'git.example.com/team/sub/app', 'git.example.com/team/sub&5'],
    ['commit:1a2b3c4', 'github.com/Team/App', 'github.com/team/app@1a2b3c4'],
    ['team/app#3', null, 'gitlab.com/team/app#3'],
    ['team&5', 'github.com/team/app', 'gitlab.com/team&5'],
    ['!12', null, undefined],
    ['!12', 'folder:/home/me/app', undefined],
    ['#3', 'codeberg.org/team/app', undefined],
    ['ADR-7', 'gitlab.com/team/app', undefined],
    // Projects that are named without their group.
    ['tool#3', 'gitlab.com/team/app', undefined],
  ] as const)('%s in %s', (canonical, project, place) => {
    expect(named(canonical, project)).toBe(place);
  });

  it('is where a project of that path is known, and where an address says', () => {
    const projectAt = (path: string) => (path === 'team/tool' ? 'github.com/team/tool' : undefined);
    expect(named('team/tool#3', 'gitlab.com/team/app', { projectAt })).toBe('github.com/team/tool#3');
    expect(named('team/tool#3', 'gitlab.com/team/app')).toBe('gitlab.com/team/tool#3');
    expect(named('team/tool#3', 'gitlab.com/team/app', { host: 'github.example.com' })).toBe(
      'github.example.com/team/tool#3',
    );
    expect(named('team/tool#3', 'gitlab.com/team/app', { host: 'unknown.example' })).toBeUndefined();
  });
});

describe('the setting forges', () => {
  it.each([
    ['an API on another host', { kind: 'gitlab', api: 'https://evil.example/api' }],
    ['pages on another host', { kind: 'gitlab', web: 'https://evil.example' }],
    ['a host that only ends alike', { kind: 'gitlab', api: 'https://notgit.example.com/api' }],
    ['plain http', { kind: 'gitlab', web: 'http://git.example.com' }],
    ['a password in the address', { kind: 'gitlab', web: 'https://a:b@git.example.com' }],
    ['another variable', { kind: 'gitlab', tokenVariable: 'AWS_SECRET_ACCESS_KEY' }],
    ['an unknown kind', { kind: 'forgejo' }],
  ])('refuses %s', (_name, forge) => {
    expect(forgesSchema.safeParse({ 'git.example.com': forge }).success).toBe(false);
  });

  it.each([
    { kind: 'gitlab' },
    { kind: 'gitlab', api: 'https://api.git.example.com/v4', tokenVariable: 'GITLAB_WORK_TOKEN' },
    { kind: 'gitlab', web: 'https://new.example.com', aliases: ['new.example.com'] },
    { kind: 'gitlab', api: 'http://127.0.0.1:8080/api/v4' },
  ])('takes %j', (forge) => {
    expect(forgesSchema.safeParse({ 'git.example.com': forge }).success).toBe(true);
  });
});

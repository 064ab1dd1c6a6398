import { describe, expect, it } from 'vitest';
import { renewedPlace } from '../../../src/core/project/remotePlaces.ts';
import {
  literalPlace,
  looksLikeRemote,
  remoteAliases,
  remotePlace,
} from '../../../src/core/project/remoteUrl.ts';

describe('remotePlace', () => {
  it.each([
    ['https://github.com/Owner/Repo.git', 'github.com/Owner/Repo'],
    ['https://GitHub.com/Owner/Repo/', 'github.com/Owner/Repo'],
    ['https://user:s3cret@gitlab.example.com:8443/group/sub/repo.git', 'gitlab.example.com/group/sub/repo'],
    ['https://user:p@ss@example.com/a/b', 'example.com/a/b'],
    ['https://oauth2:glpat-x@example.com/a/b.git?x=1#y', 'example.com/a/b'],
    ['ssh://git@example.com:2222/group/repo.git', 'example.com/group/repo'],
    ['ssh://[::1]:22/group/repo', '[::1]/group/repo'],
    ['git@github.com:owner/repo.git', 'github.com/owner/repo'],
    ['github.com:owner/repo', 'github.com/owner/repo'],
    ['git@example.com:/srv/git/repo.git', 'example.com/srv/git/repo'],
    ['git://example.com/repo.git', 'example.com/repo'],
    ['https://example.com/a%20b/repo', 'example.com/a b/repo'],
    ['git+ssh://git@example.com/a/b.GIT', 'example.com/a/b'],
    ['file:///srv/git/repo.git', undefined],
    ['/srv/git/repo.git', undefined],
    ['../repo.git', undefined],
    ['C:\\git\\repo', undefined],
    ['c:/git/repo', undefined],
    ['https://example.com', undefined],
    ['https://example.com/', undefined],
    ['https://example.com/../x', undefined],
    ['u.v:8080/secret@host', undefined],
    ['u.v:8080/secret@host/team/app.git', 'host/team/app'],
    ['https://u.v:8080/secret@host/team/app', 'host/team/app'],
    ['bob.smith:12pw/x@gitserver:team/app', 'gitserver/team/app'],
    ['https://example.com:8443/team/app@v2', 'example.com/team/app@v2'],
    ['https://example.com:8443/@scope/app', 'example.com/@scope/app'],
    ['', undefined],
  ])('reads %s', (url, expected) => {
    expect(remotePlace(url)).toBe(expected);
  });
});

describe('one repository', () => {
  it.each([
    [
      'dev.azure.com/org/proj/two',
      'https://dev.azure.com/org/proj/_git/two',
      'https://org@dev.azure.com/org/proj/_git/two',
      'https://me:token@dev.azure.com/org/proj/_git/_full/two',
      'git@ssh.dev.azure.com:v3/org/proj/two',
      'ssh://git@ssh.dev.azure.com:22/v3/org/proj/two',
      'https://org.visualstudio.com/proj/_git/two',
      'https://org.visualstudio.com/DefaultCollection/proj/_git/two',
      'org@vs-ssh.visualstudio.com:v3/org/proj/two',
      'ssh://org@org.visualstudio.com:22/proj/_git/two',
      'ssh://org@vs-ssh.visualstudio.com:22/DefaultCollection/proj/_ssh/two',
    ],
    [
      'dev.azure.com/org/two words/two words',
      'https://dev.azure.com/org/_git/two%20words',
      'https://org.visualstudio.com/_git/two%20words',
      'git@ssh.dev.azure.com:v3/org/two%20words/two%20words',
    ],
    [
      'github.com/owner/repo',
      'ssh://git@ssh.github.com:443/owner/repo.git',
      'git@ssh.github.com:owner/repo.git',
      'git@ssh.github.com:443/owner/repo.git',
      'https://www.github.com/owner/repo',
      'git+ssh://git@github.com:owner/repo.git',
    ],
    [
      'gitlab.com/group/sub/repo',
      'ssh://git@altssh.gitlab.com:443/group/sub/repo.git',
      'git@gitlab.com:group/sub/repo.git',
      'https://gitlab.com/group/sub/repo.git/',
    ],
    [
      'bitbucket.org/team/app',
      'ssh://git@altssh.bitbucket.org:443/team/app.git',
      'git@bitbucket.org:team/app',
    ],
    [
      'code.example.com/PRJ/app',
      'https://code.example.com/scm/PRJ/app.git',
      'https://me@code.example.com:8443/bitbucket/scm/PRJ/app.git',
      'ssh://git@code.example.com:7999/PRJ/app.git',
    ],
    [
      'host/team/app',
      '[git@host:2222]:team/app.git',
      'git@[host:2222]:team/app.git',
      '[host]:team/app.git',
      'ssh://git@host:2222/team/app.git',
      'git@host:team/app',
    ],
    ['[fe80::1]/team/app', 'git@[fe80::1]:team/app.git', 'ssh://git@[fe80::1]:22/team/app'],
    [
      'git-codecommit.eu-west-1.amazonaws.com/v1/repos/app',
      'codecommit::eu-west-1://profile@app',
      'https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/app',
    ],
  ])('is one place: %s', (place, ...urls) => {
    expect(urls.map((url) => remotePlace(url))).toEqual(urls.map(() => place));
  });

  it.each([
    ['https://gitlab.com/scm/team/app', 'https://gitlab.com/team/app'],
    ['git@code.example.com:scm/team/app', 'git@code.example.com:team/app'],
    ['https://code.example.com/scm/app', 'https://code.example.com/app'],
    ['https://dev.azure.com/org/one/_git/app', 'https://dev.azure.com/org/two/_git/app'],
    ['https://one.visualstudio.com/p/_git/app', 'https://two.visualstudio.com/p/_git/app'],
    ['https://example.com/v3/org/proj/app', 'https://example.com/org/proj/app'],
    ['https://example.com/443/app', 'https://example.com/app'],
  ])('is not another: %s and %s', (one, other) => {
    expect(remotePlace(one)).not.toBe(remotePlace(other));
  });

  it.each([
    ['dev.azure.com/org/proj/_git/two', 'dev.azure.com/org/proj/two'],
    ['ssh.dev.azure.com/v3/org/proj/two', 'dev.azure.com/org/proj/two'],
    ['org.visualstudio.com/proj/_git/two', 'dev.azure.com/org/proj/two'],
    ['ssh.github.com/owner/repo', 'github.com/owner/repo'],
    ['host/2222]:team/app', 'host/team/app'],
    ['code.example.com/scm/PRJ/app', 'code.example.com/scm/PRJ/app'],
    ['handbook', 'handbook'],
    ['folder:/home/me/443]:x', 'folder:/home/me/443]:x'],
  ])('had another id before: %s', (old, now) => {
    expect(renewedPlace(old)).toBe(now);
  });

  it('is told by the words of its address too', () => {
    expect(literalPlace('https://code.example.com/scm/PRJ/app.git')).toBe('code.example.com/scm/PRJ/app');
  });
});

describe('credentials of an address', () => {
  const secrets = [
    'pa/ss',
    'p@ss',
    'p@ss/wo@rd',
    'p#ss',
    'p?ss',
    'a:b:c',
    'w@rd.x/y#z',
    '1234/5',
    '/@/',
    'p@ss:80/x',
    'a b',
  ];

  it.each(secrets)('are no part of its place: %s', (secret) => {
    for (const [host, user] of [
      ['example.com', 'me'],
      ['example.com:8443', 'first.last'],
      ['git', 'me'],
      ['[::1]:80', 'me'],
    ] as const) {
      const name = host.replace(/(?<!:):\d+$/, '');
      expect(remotePlace(`https://${user}:${secret}@${host}/group/repo.git`)).toBe(`${name}/group/repo`);
    }
    expect(remotePlace(`me:${secret}@example.com:group/repo.git`)).toBe('example.com/group/repo');
    expect(remotePlace(`gcrypt::https://me:${secret}@example.com/group/repo`)).toBe('example.com/group/repo');
    expect(remotePlace(`https://me:${secret}@/group`)).toBeUndefined();
  });

  it('may be a token without a password', () => {
    for (const token of ['ghp_abc', 'abc/def+g==', 'abc@def'])
      expect(remotePlace(`https://${token}@example.com/group/repo`)).toBe('example.com/group/repo');
  });

  it.each([
    ['https://example.com/@scope/repo', 'example.com/@scope/repo'],
    ['https://example.com/group/@scope.io/repo', 'example.com/group/@scope.io/repo'],
    ['https://me:pw@example.com/group/@scope/repo', 'example.com/group/@scope/repo'],
    ['https://example.com/group/repo?user=me@corp.example/x', 'example.com/group/repo'],
  ])('are not seen where there are none: %s', (url, place) => {
    expect(remotePlace(url)).toBe(place);
  });

  it('are looked for in addresses and not in names', () => {
    const addresses = ['https://a:b@c/d', 'git@host:a/b', 'me:pa/ss@host/a', 'x::y', 'ssh://h/p'];
    expect(addresses.filter((text) => !looksLikeRemote(text))).toEqual([]);
    const names = ['pkg/@scope/name', 'me@work', 'group/app@v2', 'root:abc', 'host/group/repo', 'team: one'];
    expect(names.filter(looksLikeRemote)).toEqual([]);
  });
});

describe('remoteAliases', () => {
  it('gives the forms other tools use, in lower case', () => {
    expect(remoteAliases('example.com/Group/sub/Repo')).toEqual([
      'group/sub/repo',
      'group-sub-repo',
      'example.com/group/sub/repo',
    ]);
    expect(remoteAliases('example.com/repo')).toEqual([]);
  });
});

describe('secrets in addresses that are written wrongly', () => {
  it.each([
    'https://user%3AS3cr3t%40github.com/o/r',
    'https://user:S3cr3t＠github.com/o/r',
    'https://user:S3cr3t',
    'https://h.example.com:S3cr3t/o/r',
    'https://github.com/o/r;token=S3cr3t',
  ])('are in no name of a project: %s', (remote) => {
    expect(remotePlace(remote) ?? '').not.toMatch(/s3cr3t/i);
    expect(literalPlace(remote) ?? '').not.toMatch(/s3cr3t/i);
  });

  it('are not looked for in ports and groups', () => {
    expect(remotePlace('https://git.example.com:8443/o/r')).toBe('git.example.com/o/r');
    expect(remotePlace('ssh://git@git.example.com:team/app')).toBe('git.example.com/team/app');
  });
});

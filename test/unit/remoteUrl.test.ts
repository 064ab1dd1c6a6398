import { describe, expect, it } from 'vitest';
import { remoteAliases, remotePlace } from '../../src/core/remoteUrl.ts';

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
    ['', undefined],
  ])('reads %s', (url, expected) => {
    expect(remotePlace(url)).toBe(expected);
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

import { describe, expect, it } from 'vitest';
import { placeOfName } from '../../../src/projects/formerNames.ts';

describe('a project that is named by its place', () => {
  it.each([
    ['github.com/team/app', 'github.com/team/app'],
    ['github.com/team/app/', 'github.com/team/app'],
    ['github.com//team/app', 'github.com/team/app'],
    ['GitHub.com/team/app.git', 'github.com/team/app'],
    ['www.github.com/team/app', 'github.com/team/app'],
    ['github.com/team/app/issues/3', 'github.com/team/app'],
    ['github.com/team/app/tree/main/src', 'github.com/team/app'],
    ['gitlab.com/group/sub/app/-/merge_requests/4', 'gitlab.com/group/sub/app'],
    ['altssh.gitlab.com/group/app.git/', 'gitlab.com/group/app'],
    ['git.example.test/team/app/', 'git.example.test/team/app'],
  ])('%s is %s', (text, place) => {
    expect(placeOfName(text, [])).toBe(place);
  });

  it.each([
    'notes',
    'team/app',
    'my notes/of. last year/',
    'v1.2 plans/next',
    'root:0123abc',
    'holidays.txt',
  ])('takes a name as it stands: %s', (text) => {
    expect(placeOfName(text, [])).toBe(text);
  });
});

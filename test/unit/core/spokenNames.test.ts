import { expect, it } from 'vitest';
import { formAlias, spokenNames } from '../../../src/core/project/spokenNames.ts';

it.each([
  [[], []],
  [['root:abc', 'folder:/home/me/app', 'a'.repeat(40)], []],
  [
    ['app', formAlias('ssh.example.com/team/app')],
    ['app', 'in git ssh.example.com/team/app'],
  ],
  [
    [formAlias('a.example/x'), 'a.example/x', 'x', formAlias('b.example/g/x')],
    ['x', 'in git a.example/x', 'in git b.example/g/x'],
  ],
  [
    ['team/app', 'team/app', 'git.old.example/team/app'],
    ['team/app', 'git.old.example/team/app'],
  ],
])('of the aliases %j people read %j', (aliases, names) => {
  expect(spokenNames(aliases)).toEqual(names);
});

import { describe, expect, it } from 'vitest';
import { describeSettings } from '../../../src/protocol/describeSettings.ts';

describe('settings in a line', () => {
  it.each<[Record<string, unknown>, string]>([
    [{}, 'as they are initially'],
    [{ toolset: 'full', 'boot.facts': false }, 'toolset = full; boot.facts = false'],
    [{ historyDays: null }, 'historyDays = null'],
    [
      { embedder: { provider: 'openai', model: 'small', baseUrl: 'http://127.0.0.1:1234/v1' } },
      'embedder = provider openai, model small, baseUrl http://127.0.0.1:1234/v1',
    ],
    [{ localAuthors: ['ada@example.com', 'ada@home'] }, 'localAuthors = ada@example.com, ada@home'],
    [{ localAuthors: [] }, 'localAuthors = none'],
    [
      { forges: { 'git.example.com': { kind: 'gitlab', aliases: ['ssh.example.com', '127.0.0.1'] } } },
      'forges = git.example.com (kind gitlab, aliases (ssh.example.com, 127.0.0.1))',
    ],
  ])('are words and no JSON: %j', (changedSettings, said) => {
    expect(describeSettings({ config: { other: {} }, changedSettings })).toBe(said);
    // What an older server tells is said alike.
    expect(describeSettings({ config: changedSettings })).toBe(said);
  });
});

import { describe, expect, it } from 'vitest';
import {
  configChangesSchema,
  configSchema,
  namedSettings,
  serverSettings,
} from '../../../src/protocol/settings/serverSettings.ts';
import { putValue, valueAt, withChanges } from '../../../src/protocol/settings/setting.ts';

const initial = configSchema.parse({});

describe('settings', () => {
  it.each(namedSettings.map((each) => [each.name, each] as const))(
    '%s has a value that it may have',
    (_name, each) => {
      expect(each.schema.safeParse(each.initial).success).toBe(true);
      expect(valueAt(initial, each.path)).toEqual(each.initial);
      expect(each.summary).toMatch(/^[\w/].*\.$/);
    },
  );

  it('are filled in where a group is named in part', () => {
    expect(configSchema.parse({ boot: { facts: false } }).boot).toEqual({ ...initial.boot, facts: false });
  });

  it('change alone: nothing else is reset', () => {
    const once = withChanges(serverSettings, initial, { boot: { facts: false }, toolset: 'full' });
    const twice = withChanges(serverSettings, once, configChangesSchema.parse({ boot: { maxHotItems: 9 } }));
    expect(twice).toEqual({
      ...initial,
      toolset: 'full',
      boot: { ...initial.boot, facts: false, maxHotItems: 9 },
    });
  });

  it('refuse what there is not', () => {
    for (const set of [
      { colour: 'red' },
      { boot: { colour: 'red' } },
      { boot: true },
      { boot: { facts: 'maybe' } },
    ])
      expect(configChangesSchema.safeParse(set).success).toBe(false);
  });

  it('can be put below a group that is not there yet', () => {
    const target = {};
    putValue(target, ['logs', 'keep'], 2);
    putValue(target, ['logs', 'level'], 'warn');
    expect(target).toEqual({ logs: { keep: 2, level: 'warn' } });
  });
});

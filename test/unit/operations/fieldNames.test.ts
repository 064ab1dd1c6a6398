import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { withOurFields } from '../../../src/operations/dispatch/fieldNames.ts';
import { CallTable } from '../../../src/operations/dispatch/spokenCall.ts';
import { defineOperation, namesOf } from '../../../src/protocol/operation.ts';
import { callDefinitions, isReadOnly, listedCalls } from '../../../src/protocol/tools/registry.ts';

const definition = defineOperation({
  name: 'claim_item',
  summary: 'Hold something.',
  description: 'Hold something.',
  input: z.object({
    resource: z.string(),
    project: z.string().optional(),
    ids: z.array(z.string()).optional(),
  }),
  output: z.object({}),
  kind: 'query',
  otherNames: ['claim_thing'],
  formerNames: ['claim'],
  otherFields: { item_ref: 'resource', id: 'ids' },
  toolsets: ['full'],
});
const table = new CallTable([{ definition, run: async () => ({}), render: () => '' }], []);
const understood = (name: string, input: unknown) => {
  const { input: read, ignored, called } = table.understand(name, input);
  return { read, ignored, called: called.name };
};

describe('other names', () => {
  it.each(['claim_item', 'claim_thing', 'claim'])('%s leads to the verb', (name) => {
    expect(understood(name, { resource: 'a' })).toMatchObject({
      called: 'claim_item',
      read: { resource: 'a' },
    });
  });

  it.each([
    [{ item_ref: '!12' }, { resource: '!12' }],
    [{ item_ref: '!12', resource: null }, { resource: '!12' }],
    [
      { item_ref: 'a', id: '12' },
      { resource: 'a', ids: ['12'] },
    ],
    [
      { resource: 'a', working_directory: '/srv/app' },
      { resource: 'a', project: '/srv/app' },
    ],
    [
      { resource: 'a', working_directory: '', project: 'team/app' },
      { resource: 'a', project: 'team/app' },
    ],
  ])('of fields are understood: %j', (given, read) => {
    expect(understood('claim_item', given)).toMatchObject({ read, ignored: [] });
  });

  it('of a field that is given by our name too are told as ignored', () => {
    expect(understood('claim_item', { resource: 'a', item_ref: 'b' })).toEqual({
      called: 'claim_item',
      read: { resource: 'a' },
      ignored: ['item_ref'],
    });
  });

  it('of a call without a project mean nothing', () => {
    const input = z.object({ text: z.string().optional() });
    expect(withOurFields({ ...definition, input }, { working_directory: '/srv' })).toEqual({
      working_directory: '/srv',
    });
    expect(withOurFields(definition, 'no record')).toBe('no record');
  });
});

describe('every name', () => {
  const all = callDefinitions.flatMap(namesOf);

  it('leads to one call alone', () => {
    expect(all.filter((name, index) => all.indexOf(name) !== index)).toEqual([]);
  });

  it('of other fields leads to a field that is there', () => {
    for (const { name, input, otherFields = {} } of callDefinitions)
      for (const [theirs, ours] of Object.entries(otherFields)) {
        expect([name, Object.keys(input.shape)]).toEqual([name, expect.arrayContaining([ours])]);
        expect([name, Object.keys(input.shape)]).not.toEqual([name, expect.arrayContaining([theirs])]);
      }
  });

  it('of other systems is a tool of the full list, and reads only where the verb does', () => {
    const full = listedCalls('full');
    const other = full.filter(({ name }) => name === 'get_by_id');
    expect(other).toMatchObject([{ description: expect.stringContaining('get_memory') }]);
    expect(other.map(isReadOnly)).toEqual([true]);
    expect(listedCalls('core').map(({ name }) => name)).not.toContain('get_by_id');
    expect(full.map(({ name }) => name)).not.toContain('memory_history');
  });
});

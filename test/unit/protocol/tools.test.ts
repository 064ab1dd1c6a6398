import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createInbox } from '../../../src/operations/inbox/createInbox.ts';
import type { Group } from '../../../src/operations/operation.ts';
import type { inboxOperations } from '../../../src/protocol/operations/inbox/inboxOperations.ts';
import { operationDefinitions } from '../../../src/protocol/operations/registry.ts';
import { callDefinitions, isReadOnly, toolDefinitions } from '../../../src/protocol/tools/registry.ts';
import { toolAnnotations, toolTitle } from '../../../src/server/mcp/toolAnnotations.ts';
import { toolInputSchema } from '../../../src/server/mcp/toolSchema.ts';

const core = callDefinitions.filter(({ toolsets }) => toolsets.includes('core'));

describe('the core tools', () => {
  it('are as agents know them', () => {
    const known = readFileSync(path.join(import.meta.dirname, 'coreTools.json'), 'utf8');
    const listed = core.map((definition) => ({
      name: definition.name,
      title: toolTitle(definition),
      description: definition.description,
      annotations: toolAnnotations(definition),
      inputSchema: toolInputSchema(definition, 'core'),
    }));
    expect(listed).toEqual(JSON.parse(known));
  });
});

describe.each(toolDefinitions.map((tool) => [tool.name, tool] as const))('the tool %s', (name, tool) => {
  const verbs = operationDefinitions.filter(({ within }) => within?.tool === name);
  const action = tool.input.shape['action'];

  it('has one verb for each action', () => {
    const actions = action instanceof z.ZodEnum ? action.options : [];
    expect(verbs).toHaveLength(actions.length);
    expect(verbs.map(({ within }) => within?.action)).toEqual(expect.arrayContaining(actions));
  });

  it('takes what its verbs take', () => {
    const fields = Object.keys(tool.input.shape);
    for (const { input } of verbs) expect(fields).toEqual(expect.arrayContaining(Object.keys(input.shape)));
  });

  it('answers what its verbs answer', () => {
    const fields = Object.keys(tool.output.shape);
    for (const { output } of verbs) expect(fields).toEqual(expect.arrayContaining(Object.keys(output.shape)));
  });
});

describe('names', () => {
  it('mean one thing', () => {
    const names = callDefinitions.map(({ name }) => name);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it('stand within tools that there are', () => {
    const tools = new Set<string>(toolDefinitions.map(({ name }) => name));
    const named = operationDefinitions.flatMap(({ within }) => within?.tool ?? []);
    expect(named.filter((name) => !tools.has(name))).toEqual([]);
    expect(new Set(named)).toEqual(tools);
  });
});

describe('access', () => {
  it('follows from the kind', () => {
    const reading = callDefinitions.filter(isReadOnly).map(({ name }) => name);
    expect(reading).toEqual(
      expect.arrayContaining(['recall', 'list_inbox', 'get_active_sessions', 'list_memories', 'loop']),
    );
    for (const name of ['remember', 'session', 'review_inbox', 'purge', 'lend_key', 'rotate_token'])
      expect(reading).not.toContain(name);
  });
});

describe('a group without one of its verbs', () => {
  it('does not compile', () => {
    const { list_inbox: _left, ...rest } = createInbox();
    // @ts-expect-error -- list_inbox is missing
    const group: Group<typeof inboxOperations> = rest;
    // @ts-expect-error -- a query is no change
    const unlike: Group<typeof inboxOperations> = { ...createInbox(), list_inbox: group.reject_candidates };
    expect([group, unlike]).toHaveLength(2);
  });
});

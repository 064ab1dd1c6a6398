import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { memoryLine, nameOf, sourceLabel } from '../../../src/core/memory/memoryLine.ts';
import { sourceKinds, trustLevels } from '../../../src/core/memory/memory.ts';
import { operationDefinitions } from '../../../src/protocol/operations/registry.ts';
import { makeMemory } from '../../../dev/memory/makeMemory.ts';

/** Objects of a schema that carry words of a memory, each by its path: without what says how far these may be believed. */
function untold(schema: z.core.JSONSchema.BaseSchema, path: string, isTold: boolean): string[] {
  const fields = schema.properties ?? {};
  const said = ['title', 'content', 'snippet'].filter((field) => field in fields);
  const isMemory = 'category' in fields && said.length > 0;
  const told =
    isTold ||
    'trust' in fields ||
    (fields['memory'] as typeof schema | undefined)?.properties?.['trust'] !== undefined;
  const parts = [...Object.entries(fields), ...(schema.anyOf ?? []).entries(), ['*', schema.items]] as [
    string,
    typeof schema | undefined,
  ][];
  return [
    ...(isMemory && !told ? [path] : []),
    ...parts.flatMap(([name, each]) =>
      typeof each === 'object' && !Array.isArray(each) ? untold(each, `${path}.${name}`, told) : [],
    ),
  ];
}

describe('how far a memory may be believed', () => {
  it('stands in every answer that shows its words', () => {
    expect(operationDefinitions.length).toBeGreaterThan(60);
    const missing = operationDefinitions.flatMap(({ name, output }) =>
      untold(
        z.toJSONSchema(output, {
          unrepresentable: 'any',
          io: 'output',
          reused: 'inline',
        }) as z.core.JSONSchema.BaseSchema,
        name,
        false,
      ),
    );
    // Only a person is shown that one, before they remove it for good.
    expect(missing).toEqual(['purge.memories.*']);
  });

  it('is told in a line by words that no other level has', () => {
    for (const kind of sourceKinds) {
      const lines = trustLevels.map((trust) =>
        memoryLine({ ...makeMemory({ trust, source: { kind, ref: 'a', actor: 'b' } }), snippet: '' }, 0),
      );
      expect(new Set(lines).size).toBe(trustLevels.length);
    }
    expect(sourceLabel(makeMemory({ trust: 'user', source: { kind: 'agent', actor: 'opencode' } }))).toBe(
      'agent opencode, accepted by a person',
    );
    expect(nameOf(makeMemory({ trust: 'external' }))).toContain('untrusted');
  });
});

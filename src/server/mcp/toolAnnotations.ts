import type { ToolAnnotations } from '@modelcontextprotocol/server';
import type { OperationDefinition } from '../../protocol/operation.ts';

/** Writes that can hide or replace what somebody else wrote. All of them can be undone. */
const destructive = new Set(['update_memory', 'review_inbox', 'undo']);

/** Writes that do no more when they are said twice: equal memories are found and bumped. */
const idempotent = new Set(['remember', 'configure']);

/** Hints from which clients decide when to ask the person. Only what differs from the protocol's defaults is said. */
export function toolAnnotations(definition: OperationDefinition): ToolAnnotations {
  if (definition.access === 'read') return { readOnlyHint: true };
  return {
    ...(destructive.has(definition.name) ? {} : { destructiveHint: false }),
    ...(idempotent.has(definition.name) ? { idempotentHint: true } : {}),
  };
}

/** `get_boot_context` reads `Get boot context`. */
export function toolTitle(definition: OperationDefinition): string {
  const words = definition.name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

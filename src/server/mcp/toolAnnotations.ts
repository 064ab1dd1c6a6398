import type { ToolAnnotations } from '@modelcontextprotocol/server';
import type { OperationDefinition } from '../../protocol/operation.ts';

/** Hints from which clients decide when to ask the person. Only what differs from the protocol's defaults is said. */
export function toolAnnotations(definition: OperationDefinition): ToolAnnotations {
  const { kind, hints = {} } = definition;
  if (kind === 'query') return { readOnlyHint: true };
  return {
    ...(hints.destructive ? {} : { destructiveHint: false }),
    ...(hints.idempotent ? { idempotentHint: true } : {}),
  };
}

/** `get_boot_context` reads `Get boot context`. */
export function toolTitle(definition: OperationDefinition): string {
  const words = definition.name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

import type { ToolAnnotations } from '@modelcontextprotocol/server';
import type { CallDefinition } from '../../protocol/operation.ts';
import { isReadOnly } from '../../protocol/tools/registry.ts';

/** Hints from which clients decide when to ask the person. Only what differs from the protocol's defaults is said. */
export function toolAnnotations(definition: CallDefinition): ToolAnnotations {
  const { hints = {} } = definition;
  if (isReadOnly(definition)) return { readOnlyHint: true };
  return {
    ...(hints.destructive ? {} : { destructiveHint: false }),
    ...(hints.idempotent ? { idempotentHint: true } : {}),
  };
}

/** `get_boot_context` reads `Get boot context`. */
export function toolTitle(definition: CallDefinition): string {
  const words = definition.name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

import type { Plugin } from 'esbuild';

export function operationsByName(properties: readonly string[]): Plugin;
export function withoutSchemas(text: string, properties: readonly string[]): string | undefined;

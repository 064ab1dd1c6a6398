import type { Plugin } from 'esbuild';

export interface ExportedFunction {
  /** `core/memoryLine.ts#snippetOf` */
  readonly name: string;
  readonly exported: string;
  /** It takes one text, and need not be given anything else. */
  readonly isPlain: boolean;
}

export function functionsOverText(file: string, text: string): ExportedFunction[];
export function functionsIn(rooms: readonly string[]): (ExportedFunction & { readonly file: string })[];
export const textRooms: readonly string[];
export const plainTextFunctions: Plugin;

import type { DataDirectory } from '../../client/dataDirectory.ts';
import type { GlobalOptions } from '../cliContext.ts';
import type { CliIo } from '../cliIo.ts';

/** Outcome of one look: what was found, and what to do about it when it is not well. */
export interface Check {
  readonly name: string;
  readonly state: 'ok' | 'warn' | 'fail';
  readonly found: string;
  readonly advice?: string;
}

export interface DoctorContext {
  readonly directory: DataDirectory;
  readonly globals: GlobalOptions;
  readonly io: CliIo;
}

export const ok = (name: string, found: string): Check => ({ name, state: 'ok', found });
export const warn = (name: string, found: string, advice: string): Check => ({
  name,
  state: 'warn',
  found,
  advice,
});
export const fail = (name: string, found: string, advice: string): Check => ({
  name,
  state: 'fail',
  found,
  advice,
});

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

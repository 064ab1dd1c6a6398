import type { DataDirectory } from '../../home/dataDirectory.ts';
import type { GlobalOptions } from '../cliContext.ts';
import type { CliIo } from '../cliIo.ts';

/** Outcome of one look: what was found, and what to do about it when it is not well. */
export interface Check {
  readonly name: string;
  /** `skip`: not looked at, because it could only fail for a reason that has been said already. */
  readonly state: 'ok' | 'warn' | 'fail' | 'skip';
  readonly found: string;
  readonly advice?: string;
  /** Without this nothing can be asked of the memory at all. */
  readonly blocks?: true;
  /** What was found has words in it that people wrote, which are in no report. */
  readonly quotes?: true;
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

/** A failure from which others would follow. */
export const block = (name: string, found: string, advice: string): Check => ({
  ...fail(name, found, advice),
  blocks: true,
});
export const skip = (name: string, because: Check): Check => ({
  name,
  state: 'skip',
  found: `not checked, because of "${because.name}"`,
});

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import type { CliIo } from './cliIo.ts';

/** All of standard input, without the line ends at its end. */
export const readText = async (io: CliIo): Promise<string> => (await io.readStdin()).replace(/\s+$/, '');

import type { CliContext } from '../../src/cli/cliContext.ts';
import { paintFor } from '../../src/cli/cliIo.ts';

const silent = () => {};

/** A command line that nobody types on and nobody reads. */
export const silentContext = (): CliContext => ({
  io: {
    env: {},
    cwd: '/',
    isInteractive: false,
    atTerminal: false,
    stdinIsTerminal: false,
    width: undefined,
    paint: paintFor(false),
    print: silent,
    note: silent,
    progress: undefined,
    readStdin: () => Promise.resolve(''),
  },
  exitCode: 0,
});

// `memory-bridge --json serve` and `memory-bridge mcp` that soon call an owner hung which does not answer.
import { processIo } from '../../../src/cli/cliIo.ts';
import { reportError } from '../../../src/cli/exitCodes.ts';
import { runMcp } from '../../../src/cli/mcp.ts';
import { runServe } from '../../../src/cli/serve.ts';
import { shortPatience as patience } from './shortPatience.ts';

const run = process.argv.includes('mcp')
  ? runMcp({ project: process.cwd(), patience })
  : runServe({ json: true, patience });

void run.catch((error: unknown) => (process.exitCode = reportError(error, processIo(), true)));

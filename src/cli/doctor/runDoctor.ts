import { DataDirectory } from '../../client/dataDirectory.ts';
import type { GlobalOptions } from '../cliContext.ts';
import type { CliIo } from '../cliIo.ts';
import { type Check, type DoctorContext, fail } from './check.ts';
import { checkEmbedder } from './checkEmbedder.ts';
import { checkLauncher, checkOpenCode } from './checkOpenCode.ts';
import { checkDatabase, checkPort } from './checkOwner.ts';
import { checkDataDirectory, checkRuntime, checkToken } from './checkSystem.ts';
import { checkVectors } from './checkVectors.ts';

/** Every check in the order in which one depends on another, as soon as each is known. */
export async function* runDoctor(globals: GlobalOptions, io: CliIo): AsyncGenerator<Check> {
  const directory = DataDirectory.resolve({ home: globals.home, env: io.env });
  const context: DoctorContext = { directory, globals, io };
  yield checkRuntime();
  const data = await checkDataDirectory(context);
  yield* data;
  yield await checkToken(context);
  const port = await checkPort(context);
  yield* port;
  // Without a folder to write to or a port there is nothing to ask, and the reason has been said already.
  const blocked = [...data, ...port].find(({ name, state }) => state === 'fail' && blocking.has(name));
  yield blocked
    ? fail('Database', `not checked, because of "${blocked.name}"`, 'Solve that first.')
    : await checkDatabase(context);
  if (!blocked) {
    yield await checkEmbedder(context);
    yield await checkVectors(context);
  }
  yield await checkLauncher(context);
  yield* await checkOpenCode(context);
}

const blocking: ReadonlySet<string> = new Set(['Port', 'Owner', 'Disk']);

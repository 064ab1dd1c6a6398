import { DataDirectory } from '../../home/dataDirectory.ts';
import type { GlobalOptions } from '../cliContext.ts';
import type { CliIo } from '../cliIo.ts';
import { type Check, type DoctorContext, ok, skip } from './check.ts';
import { isBegun } from '../withMemory.ts';
import { checkBackups } from './checkBackups.ts';
import { checkConversations } from './checkConversations.ts';
import { checkEmbedder } from './checkEmbedder.ts';
import { checkNetwork } from './checkNetwork.ts';
import { checkPeers } from './checkPeers.ts';
import { checkLauncher, checkOpenCode } from './checkOpenCode.ts';
import { checkLogs } from './checkLogs.ts';
import { checkDatabase, checkPort } from './checkOwner.ts';
import { checkDataDirectory, checkRuntime, checkToken } from './checkSystem.ts';
import { checkSettings } from './checkSettings.ts';
import { checkVectors } from './checkVectors.ts';

/**
 * Every check in the order in which one depends on another, as soon as each is known. After a failure that keeps
 * anything from being asked, what would follow from it is left out.
 */
export async function* runDoctor(globals: GlobalOptions, io: CliIo): AsyncGenerator<Check> {
  const directory = DataDirectory.resolve({ home: globals.home, env: io.env });
  const context: DoctorContext = { directory, globals, io };
  let cause: Check | undefined;
  const note = <T extends Check | readonly Check[]>(result: T): T => {
    cause ??= [result].flat().find(({ blocks }) => blocks);
    return result;
  };
  yield checkRuntime();
  yield* note(await checkDataDirectory(context));
  yield cause ? skip('Token', cause) : await checkToken(context);
  yield* cause ? [skip('Port', cause)] : note(await checkPort(context));
  // Looking must not begin what is not there.
  const isEmpty = !cause && !isBegun(directory);
  if (isEmpty) yield ok('Database', 'nothing has been remembered here yet');
  else yield cause ? skip('Database', cause) : note(await checkDatabase(context));
  if (!isEmpty) {
    yield cause ? skip('Embedder', cause) : await checkEmbedder(context);
    yield cause ? skip('Search by meaning', cause) : await checkVectors(context);
    yield* cause ? [skip('Conversations', cause)] : await checkConversations(context);
    yield cause ? skip('Network', cause) : await checkNetwork(context);
    yield cause ? skip('Backups', cause) : await checkBackups(context);
  }
  yield cause?.name === 'Data directory' ? skip('Settings', cause) : await checkSettings(context);
  yield cause?.name === 'Data directory' ? skip('Logs', cause) : await checkLogs(context);
  // The launcher lies in the data directory.
  yield cause?.name === 'Data directory' ? skip('Launcher', cause) : await checkLauncher(context);
  yield* await checkPeers(context);
  yield* await checkOpenCode(context, cause);
}

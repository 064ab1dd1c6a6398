import type { ChildMessage, ParentMessage } from '../client/childMessages.ts';
import { DataDirectory } from '../home/dataDirectory.ts';
import { drainReasons } from '../core/product.ts';
import { composeLater } from './composeLater.ts';
import { openServerLog } from './serverLog.ts';
import { MemoryServer } from './memoryServer.ts';
import { preferredPort } from './ownership/portWish.ts';
import { systemClock } from './systemClock.ts';

/** The end of this process, when the orderly one does not come about, ms. */
const lastResort = 4_500;

/** Owns the data directory named by `--home` on behalf of the parent process, and ends with it. */
export async function runOwnerChild(setOnParentGone: (handler: () => void) => void): Promise<void> {
  const home = process.argv[process.argv.indexOf('--home') + 1];
  const directory = DataDirectory.resolve({ home }).prepare();
  const logger = openServerLog(directory);
  let server: MemoryServer | undefined;
  const end = (reason: string) => {
    setTimeout(() => process.exit(1), lastResort);
    if (server) void server.drain(reason);
    else process.exit(0);
  };
  setOnParentGone(() => end('parent gone'));
  process.on('SIGTERM', () => end('SIGTERM'));
  process.on('SIGINT', () => end('SIGINT'));
  process.on('uncaughtException', (error) => {
    logger.error('Uncaught.', { error: error.stack ?? String(error) });
    process.exit(1);
  });

  const result = await MemoryServer.acquire({
    directory,
    hostKind: 'editor',
    preferredPort: preferredPort(),
    clock: systemClock,
    logger,
    compose: composeLater,
  });
  if (result.outcome === 'lost') return sendAndExit({ type: 'lost' });
  if (result.outcome === 'failed') {
    const { code, message, details } = result.error;
    return sendAndExit({ type: 'failed', code, message, ...(details ? { details } : {}) });
  }
  server = result.server;
  const owner = server;
  process.on('message', (message: ParentMessage) => {
    if (message.type === 'ping') send({ type: 'pong', id: message.id });
    else if (message.type === 'window') owner.isGhost = !message.alive;
    else end(message.reason);
  });
  if (process.connected) send({ type: 'owner' });
  else end('parent gone');
  const ending = await owner.ended;
  if (ending.reason === drainReasons.stepDown) sendAndExit({ type: 'retired' });
  else process.exit(ending.kind === 'drained' ? 0 : 1);
}

/** Every send has a callback: without one a dead parent makes this process throw. */
function send(message: ChildMessage, done: () => void = () => {}): void {
  if (process.send && process.connected) process.send(message, undefined, {}, () => done());
  else done();
}

function sendAndExit(message: ChildMessage): void {
  send(message, () => process.exit(0));
  setTimeout(() => process.exit(0), 1_000).unref();
}

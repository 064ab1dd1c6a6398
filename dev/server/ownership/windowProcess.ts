// Plays the extension host of one editor window: a connection with a forked owner. Says what happens in JSON lines on
// standard output and ends when its standard input ends, as an extension host ends with its editor.
import path from 'node:path';
import { MemoryConnection } from '../../../src/client/connection.ts';
import { DataDirectory } from '../../../src/home/dataDirectory.ts';
import { ForkStarter } from '../../../src/client/forkStarter.ts';
import { type Patience, usualPatience } from '../../../src/client/patience.ts';
import { rememberOperation } from '../../../src/protocol/operations/memories/remember.ts';
import { memoryStatusOperation } from '../../../src/protocol/operations/system/memoryStatus.ts';

const say = (message: object): boolean => process.stdout.write(`${JSON.stringify(message)}\n`);

const directory = DataDirectory.resolve();
const ping = Number(process.env['TEST_PING_MS'] ?? 0);
const starter = new ForkStarter({
  directory,
  serverPath: path.join(path.dirname(process.argv[1] ?? ''), 'server.js'),
  ...(ping > 0 ? { pingIntervalMs: ping, pingTimeoutMs: ping } : {}),
});
const connection = new MemoryConnection({
  directory,
  actor: { kind: 'editor', name: 'test' },
  starter,
  patience: { ...usualPatience, ...(JSON.parse(process.env['TEST_PATIENCE'] ?? '{}') as Partial<Patience>) },
});
connection.onDidChangeState((state) => {
  if (state.kind === 'failed') say({ state: 'failed', code: state.error.code, message: state.error.message });
  else if (state.kind === 'connected')
    say({
      state: 'connected',
      pid: state.health.pid,
      version: state.health.version,
      here: state.isOwnerHere,
    });
  else say({ state: 'connecting' });
});

const closing = new AbortController();

/** Writes numbered memories one after another, as many as asked for, and says which ones were acknowledged. */
async function write(label: string, most = Infinity): Promise<void> {
  for (let number = 1; number <= most && !closing.signal.aborted; number++) {
    const content = `${label} writes number ${number}`;
    try {
      await connection.call(rememberOperation, { content, category: 'fact', scope: 'global' });
      say({ acked: content });
    } catch (error) {
      if (!closing.signal.aborted) say({ refused: content, error: String(error) });
    }
  }
}

let input = '';
process.stdin.setEncoding('utf8').on('data', (text: string) => {
  input += text;
  const lines = input.split('\n');
  input = lines.pop() ?? '';
  for (const line of lines) void obey(line);
});
process.stdin.on('end', () => {
  closing.abort();
  connection.dispose();
  void starter.stop('window closed').then(() => process.exit(0));
});

async function obey(line: string): Promise<void> {
  const [command, argument = '', most] = line.split(' ');
  if (command === 'write') await write(argument, most === undefined ? Infinity : Number(most));
  if (command === 'ghost') starter.setWindowAlive(false);
  if (command === 'status')
    await connection.call(memoryStatusOperation, {}).then(
      ({ result }) => say({ status: result }),
      (error: unknown) => say({ status: null, error: String(error) }),
    );
}

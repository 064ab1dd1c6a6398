import { processIo } from './cliIo.ts';
import { exitCodes } from './exitCodes.ts';
import { runCommand } from './runCommand.ts';

const oldestNode = 20;

/** Milliseconds for handles that nobody closed; everything that matters has ended before. */
const patience = 1_000;

async function main(): Promise<void> {
  const io = processIo();
  if (Number.parseInt(process.versions.node, 10) < oldestNode) {
    io.note(
      `memory-bridge: node ${process.versions.node} is too old. Install Node.js ${oldestNode} or newer.`,
    );
    process.exitCode = exitCodes.failed;
    return;
  }
  process.exitCode = await runCommand(process.argv.slice(2), io);
  setTimeout(() => process.exit(), patience).unref();
}

void main();

import type { Command } from 'commander';
import { version } from '../../../core/product.ts';
import { type CliContext, globalOptionsOf } from '../../cliContext.ts';
import type { CliIo } from '../../cliIo.ts';
import type { Check } from '../../doctor/check.ts';
import { exitCodes } from '../../exitCodes.ts';

export function addDoctor(program: Command, context: CliContext): void {
  const { io } = context;
  program
    .command('doctor')
    .summary('check everything and say what to do')
    .description('Check runtime, data, server, database and OpenCode. Exit code 1 when something fails.')
    .action(async (_options: object, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const { runDoctor } = await import('../../doctor/runDoctor.ts');
      const checks: Check[] = [];
      for await (const check of runDoctor(globals, io)) {
        checks.push(check);
        if (!globals.json) io.print(render(check, io));
      }
      const failed = checks.filter(({ state }) => state === 'fail').length;
      const warned = checks.filter(({ state }) => state === 'warn').length;
      if (failed > 0) context.exitCode = exitCodes.failed;
      if (globals.json) return io.print(JSON.stringify({ version, ok: failed === 0, checks }, undefined, 2));
      const fine = checks.filter(({ state }) => state === 'ok').length;
      const counts = `${failed} failed, ${warned} to check, ${fine} OK`;
      io.note(io.paint.dim(failed + warned === 0 ? 'No problems found.' : counts));
    });
}

function render({ name, state, found, advice }: Check, { paint }: CliIo): string {
  const colour = { ok: paint.green, warn: paint.yellow, fail: paint.red, skip: paint.dim }[state];
  const line = `${colour(state.padEnd(4))}  ${name.padEnd(22)}  ${found}`;
  return advice === undefined ? line : `${line}\n${' '.repeat(30)}${paint.dim(advice)}`;
}

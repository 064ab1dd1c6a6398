import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { version } from '../../../core/product.ts';
import { type CliContext, globalOptionsOf } from '../../cliContext.ts';
import type { CliIo } from '../../cliIo.ts';
import type { Check } from '../../doctor/check.ts';
import { exitCodes } from '../../exitCodes.ts';
import { UsageError } from '../../usageError.ts';

interface DoctorOptions {
  readonly report?: string;
  readonly force?: boolean;
}

export function addDoctor(program: Command, context: CliContext): void {
  const { io } = context;
  program
    .command('doctor')
    .summary('check everything and say what to do')
    .description('Check runtime, data, server, database and OpenCode. Exit code 1 when something fails.')
    .option('--report <file>', 'write a report for whoever helps you, without any memory in it')
    .option('--force', 'replace the file of the report')
    .action(async ({ report, force = false }: DoctorOptions, command: Command) => {
      const globals = globalOptionsOf(command, io);
      const file = report === undefined ? undefined : path.resolve(io.cwd, report);
      if (file !== undefined && !force && existsSync(file))
        throw new UsageError(`There is a file ${file} already. Add --force to replace it.`);
      const { runDoctor } = await import('../../doctor/runDoctor.ts');
      const checks: Check[] = [];
      for await (const check of runDoctor(globals, io)) {
        checks.push(check);
        if (!globals.json) io.print(render(check, io));
      }
      if (file !== undefined) {
        const { writeReport } = await import('../../doctor/writeReport.ts');
        await writeReport(file, checks, { globals, io, replace: force });
      }
      const failed = checks.filter(({ state }) => state === 'fail').length;
      const warned = checks.filter(({ state }) => state === 'warn').length;
      if (failed > 0) context.exitCode = exitCodes.failed;
      if (globals.json) return io.print(JSON.stringify({ version, ok: failed === 0, checks }, undefined, 2));
      const fine = checks.filter(({ state }) => state === 'ok').length;
      const counts = `${failed} failed, ${warned} to check, ${fine} OK`;
      if (file !== undefined) io.note(`The report is in ${file}. Read it before you send it to anybody.`);
      io.note(io.paint.dim(failed + warned === 0 ? 'No problems found.' : counts));
    });
}

function render({ name, state, found, advice }: Check, { paint }: CliIo): string {
  const colour = { ok: paint.green, warn: paint.yellow, fail: paint.red, skip: paint.dim }[state];
  const line = `${colour(state.padEnd(4))}  ${name.padEnd(22)}  ${found}`;
  return advice === undefined ? line : `${line}\n${' '.repeat(30)}${paint.dim(advice)}`;
}

import { access, constants } from 'node:fs/promises';
import { compareVersions } from '../../core/compareVersions.ts';
import { readLauncher } from '../../setup/launcher.ts';
import { findOpenCodeProgram } from '../../setup/openCode/findOpenCodeProgram.ts';
import { readMemoryEntry } from '../../setup/openCode/readMemoryEntry.ts';
import { version } from '../../core/product.ts';
import { type Check, type DoctorContext, fail, messageOf, ok, skip, warn } from './check.ts';

const setUp = 'Run: memory-bridge setup opencode';

export async function checkLauncher({ directory }: DoctorContext): Promise<Check> {
  const name = 'Launcher';
  const launcher = await readLauncher(directory.home);
  if (launcher.version === null) return warn(name, 'not installed', setUp);
  const runs = await access(launcher.path, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!runs) return fail(name, `${launcher.path} is missing or not executable`, setUp);
  if (compareVersions(launcher.version, version) < 0)
    return warn(name, `runs version ${launcher.version}, this is ${version}`, setUp);
  return ok(name, `${launcher.path}, version ${launcher.version}`);
}

/** `because`: the memory cannot be reached, so that a round trip could only fail for the same reason. */
export async function checkOpenCode(context: DoctorContext, because?: Check): Promise<Check[]> {
  const { io } = context;
  const program = await findOpenCodeProgram(io.env);
  const installed = !program
    ? warn(
        'OpenCode',
        'not found on PATH',
        'Install it from https://opencode.ai, or ignore this if you do not use it here.',
      )
    : program.version === null
      ? fail('OpenCode', `${program.path} does not run`, 'Reinstall OpenCode.')
      : ok('OpenCode', `${program.version} at ${program.path}`);
  return [installed, ...(await checkConfiguration(context, because))];
}

async function checkConfiguration({ io, directory }: DoctorContext, because?: Check): Promise<Check[]> {
  const name = 'OpenCode configuration';
  let configured: Awaited<ReturnType<typeof readMemoryEntry>>;
  try {
    configured = await readMemoryEntry({ folder: io.cwd, environment: io.env });
  } catch (error) {
    return [fail(name, messageOf(error), 'Correct the file: OpenCode cannot start with it.')];
  }
  if (!configured) return [warn(name, 'has no MCP server named "memory"', setUp)];
  const { path, isOurs, home } = configured;
  if (!isOurs)
    return [
      warn(name, `"memory" in ${path} is another server`, `${setUp} (it asks before it replaces anything)`),
    ];
  const elsewhere = home !== undefined && home !== directory.home;
  const entry = elsewhere
    ? warn(name, `${path} uses the data of ${home}, this is ${directory.home}`, setUp)
    : ok(name, `${path} (${configured.form})`);
  if (because && !elsewhere) return [entry, skip('Round trip', because)];
  try {
    const { verifyOpenCodeSetup } = await import('../../setup/openCode/verifyOpenCodeSetup.ts');
    const { tools, milliseconds } = await verifyOpenCodeSetup({ path, folder: io.cwd, environment: io.env });
    return [
      entry,
      ok('Round trip', `OpenCode can reach the memory: ${tools.length} tools in ${milliseconds} ms`),
    ];
  } catch (error) {
    return [entry, fail('Round trip', messageOf(error), setUp)];
  }
}

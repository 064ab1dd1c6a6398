import path from 'node:path';

/**
 * `runtimes` for `cmd.exe`, which reads a file in the code page of its console and so takes `Jürgen` for another name.
 * Each line is `<from>|<rest>` and says in plain ASCII where the rest begins; what no line can say so is kept as UTF-8
 * and is read with that code page, which is seen by every program in the same console and therefore comes last.
 *
 * @param runtimes Absolute paths, in the order in which they are tried.
 * @param bin Folder of the launcher.
 */
export function windowsRuntimes(
  runtimes: readonly string[],
  bin: string,
  env: NodeJS.ProcessEnv = process.env,
): string {
  const lines = runtimes.map((runtime) => reference(runtime, bin, env));
  return lines.map((line) => `${line}\r\n`).join('');
}

function reference(runtime: string, bin: string, env: NodeJS.ProcessEnv): string {
  const { win32 } = path;
  const from = (name: string, folder: string | undefined) => {
    if (!folder) return undefined;
    const rest = win32.relative(folder, runtime);
    // Of another drive, or above an own folder: only the launcher's own place is near enough to count upwards from.
    if (win32.isAbsolute(rest) || (name !== 'bin' && rest.startsWith('..'))) return undefined;
    return isPlain(rest) ? `${name}|${rest}` : undefined;
  };
  if (isPlain(runtime)) return `path|${runtime}`;
  return (
    from('bin', bin) ??
    from('local', env['LOCALAPPDATA']) ??
    from('profile', env['USERPROFILE']) ??
    `utf8|${runtime}`
  );
}

/** Whether a text has only characters that are the same byte in every code page of a console. */
export function isPlain(text: string): boolean {
  return /^[ -~]+$/.test(text);
}

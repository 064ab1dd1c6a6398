/** Where a command reads from and writes to. */
export interface CliIo {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** A person is at both ends, so questions may be asked. */
  readonly isInteractive: boolean;
  readonly stdinIsTerminal: boolean;
  /** A person is at one end at least. Agents run commands in shells that have no terminal at all. */
  readonly atTerminal: boolean;
  /** Columns of the terminal; undefined when the output goes elsewhere and nothing needs to be cut. */
  readonly width: number | undefined;
  readonly paint: Paint;
  /** The result, on standard output. */
  readonly print: (text: string) => void;
  /** What goes with the result but is none of it, on standard error. */
  readonly note: (text: string) => void;
  /** One line on a terminal that is written over; undefined where nobody watches. */
  readonly progress: ((text: string) => void) | undefined;
  readonly readStdin: () => Promise<string>;
}

export interface Paint {
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly cyan: (text: string) => string;
}

/** Colours are for terminals, and for those who want them: https://no-color.org. */
export function paintFor(enabled: boolean): Paint {
  const style = (open: number, close: number) => (text: string) =>
    enabled ? `\u001B[${open}m${text}\u001B[${close}m` : text;
  return {
    dim: style(2, 22),
    bold: style(1, 22),
    red: style(31, 39),
    green: style(32, 39),
    yellow: style(33, 39),
    cyan: style(36, 39),
  };
}

export function processIo(): CliIo {
  const { stdin, stdout, stderr, env } = process;
  const write = (stream: NodeJS.WriteStream, text: string) =>
    stream.write(text.endsWith('\n') ? text : `${text}\n`);
  // The reader of a pipe may leave early (`| head`): what is under way still has to end in order.
  stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') return;
    // Whatever the command has come to meanwhile.
    process.once('exit', () => (process.exitCode = 1));
    write(stderr, `memory-bridge: The output could not be written (${code ?? 'unknown'}).`);
  });
  stderr.on('error', () => {});
  return {
    env,
    cwd: process.cwd(),
    isInteractive: stdin.isTTY && stdout.isTTY,
    stdinIsTerminal: stdin.isTTY,
    atTerminal: stdin.isTTY || stdout.isTTY || stderr.isTTY,
    width: stdout.isTTY ? stdout.columns : undefined,
    paint: paintFor(stdout.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb'),
    print: (text) => write(stdout, text),
    note: (text) => write(stderr, text),
    progress: stderr.isTTY
      ? (text) => stderr.write(`\r\u001B[2K${text.slice(0, (stderr.columns || 80) - 1)}`)
      : undefined,
    readStdin: async () => {
      let text = '';
      stdin.setEncoding('utf8');
      for await (const chunk of stdin) text += chunk as string;
      return text;
    },
  };
}

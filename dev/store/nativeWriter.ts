import { createInterface } from 'node:readline';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { startProcess, type TrackedProcess } from '../processes/processes.ts';

/** One line of JSON is one statement, or how often money is to be moved between accounts. */
const program = `
const { DatabaseSync } = require('node:sqlite');
const database = new DatabaseSync(process.argv[1]);
const say = (value) => process.stdout.write(JSON.stringify(value) + '\\n');
const account = () => 1 + Math.floor(Math.random() * 200);
const move = (times) => {
  if (times === 0) return say({});
  database.exec('BEGIN IMMEDIATE');
  database.prepare('UPDATE account SET money = money - 1 WHERE id = ?').run(account());
  database.prepare('UPDATE account SET money = money + 1 WHERE id = ?').run(account());
  database.exec('COMMIT');
  setImmediate(move, times - 1);
};
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const asked = JSON.parse(line);
  try {
    if (typeof asked === 'number') say({}), move(asked);
    else say({ rows: database.prepare(asked).all() });
  } catch (error) {
    say({ error: error.message });
  }
}).on('close', () => process.exit());
say({});
`;

interface Answer {
  readonly rows?: readonly Readonly<Record<string, unknown>>[];
  readonly error?: string;
}

/** Another program with a database open, on the native SQLite of a Node that has one. */
export class NativeWriter {
  readonly process: TrackedProcess;
  readonly #answers: AsyncIterator<string>;

  private constructor(process: TrackedProcess) {
    this.process = process;
    const { stdout } = process.child;
    if (!stdout) throw new Error('The writer says nothing');
    this.#answers = createInterface({ input: stdout })[Symbol.asyncIterator]();
  }

  static async start(node: string, file: string): Promise<NativeWriter> {
    const writer = new NativeWriter(startProcess(node, ['--no-warnings', '-e', program, file]));
    await writer.#answer();
    return writer;
  }

  /** Runs statements one after another. Returns the rows of the last. */
  async run(...statements: string[]): Promise<NonNullable<Answer['rows']>> {
    let rows: Answer['rows'] = [];
    for (const sql of statements) {
      this.#send(sql);
      const { rows: found, error } = await this.#answer();
      if (error !== undefined) throw new Error(`${sql}: ${error}`);
      rows = found;
    }
    return rows ?? [];
  }

  /** Moves money so many times, a commit each, and does `work` again and again until that is done. */
  async busily(times: number, work: () => Promise<void>): Promise<void> {
    this.#send(times);
    await this.#answer();
    const state = { isBusy: true };
    const moved = this.#answer().finally(() => (state.isBusy = false));
    while (state.isBusy) {
      await work();
      // Or it would never be heard that the writer is done.
      await nextTurn();
    }
    await moved;
  }

  #send(asked: string | number): void {
    this.process.child.stdin?.write(`${JSON.stringify(asked)}\n`);
  }

  async #answer(): Promise<Answer> {
    const { value, done } = await this.#answers.next();
    if (done === true) throw new Error(`The writer has ended: ${this.process.stderr}`);
    return JSON.parse(value) as Answer;
  }
}

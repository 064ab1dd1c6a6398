import type { LogOutputChannel } from 'vscode';
import type { Logger } from '../../../core/ports.ts';

/** How many warnings and errors Show Status repeats. */
const remembered = 10;

/** The editor's log channel as the domain's logger. Keeps the last problems for Show Status. */
export class OutputLogger implements Logger {
  readonly #channel: LogOutputChannel;
  readonly #problems: { at: number; text: string }[] = [];

  constructor(channel: LogOutputChannel) {
    this.#channel = channel;
  }

  get recentProblems(): readonly { at: number; text: string }[] {
    return this.#problems;
  }

  trace(message: string, fields?: Readonly<Record<string, unknown>>): void {
    this.#channel.trace(format(message, fields));
  }

  debug(message: string, fields?: Readonly<Record<string, unknown>>): void {
    this.#channel.debug(format(message, fields));
  }

  info(message: string, fields?: Readonly<Record<string, unknown>>): void {
    this.#channel.info(format(message, fields));
  }

  warn(message: string, fields?: Readonly<Record<string, unknown>>): void {
    this.#keep(message, fields);
    this.#channel.warn(format(message, fields));
  }

  error(message: string, fields?: Readonly<Record<string, unknown>>): void {
    this.#keep(message, fields);
    this.#channel.error(format(message, fields));
  }

  #keep(message: string, fields?: Readonly<Record<string, unknown>>): void {
    this.#problems.push({ at: Date.now(), text: format(message, fields) });
    if (this.#problems.length > remembered) this.#problems.shift();
  }
}

function format(message: string, fields?: Readonly<Record<string, unknown>>): string {
  return fields && Object.keys(fields).length > 0 ? `${message} ${JSON.stringify(fields)}` : message;
}

/** Wall clock for what is shown, monotonic clock for durations: wall clocks may jump. Both in milliseconds. */
export interface Clock {
  now(): number;
  monotonic(): number;
}

/** New ids: UUIDv7, strictly increasing within a process. */
export interface IdGenerator {
  next(): string;
}

/** Memory text is never logged above `trace`. */
export interface Logger {
  trace(message: string, fields?: Readonly<Record<string, unknown>>): void;
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** Replaces secrets in text before it is written. Returns the text and the names of what was found. */
export interface Redactor {
  redact(text: string): Promise<{ text: string; found: readonly string[] }>;
}

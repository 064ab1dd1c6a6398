/** The command was used wrongly: exit code 2. The message says how to use it. */
export class UsageError extends Error {
  readonly code = 'usage';

  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }

  static is(value: unknown): value is UsageError {
    return value instanceof UsageError;
  }
}

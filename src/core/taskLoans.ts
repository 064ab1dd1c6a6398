/** Values of an environment by their names, lent to one task by whoever starts it. */
export type Loan = Readonly<Record<string, string>>;

export const noLoan: Loan = {};

/** What was lent to jobs, by their ids, held in memory until they have ended. A server that follows knows nothing of it. */
export class TaskLoans {
  readonly #lent = new Map<string, Loan>();

  /** To what the job has, if two have asked for it. */
  lend(job: string, loan: Loan): void {
    if (Object.keys(loan).length > 0) this.#lent.set(job, { ...this.of(job), ...loan });
  }

  of(job: string): Loan {
    return this.#lent.get(job) ?? noLoan;
  }

  end(job: string): void {
    this.#lent.delete(job);
  }
}

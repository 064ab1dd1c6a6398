/** What asking a model has cost, as whoever runs it reports. */
export interface ModelSpending {
  readonly tokens: number;
  /** In the currency of the report, dollars for most; 0 where nobody says. */
  readonly cost: number;
}

export interface ModelAnswer extends ModelSpending {
  readonly text: string;
}

/** A model that answers one question, knows nothing of earlier ones and can do nothing but answer. */
export interface TextModel {
  /** Throws `unavailable` with a sentence for people when there is no answer. */
  ask(instructions: string, question: string, signal: AbortSignal): Promise<ModelAnswer>;
}

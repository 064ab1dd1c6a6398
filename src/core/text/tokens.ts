/** Characters that one token of a language model stands for, on average over English text and code. */
const charactersPerToken = 4;

/** A cheap upper-middle estimate of what a text costs a model. Never zero for a text that is not empty. */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}

/** A memory is kept; a question was answered; OpenCode uses this memory; a commit has spoken. */
export type FirstStep = 'kept' | 'recalled' | 'connected' | 'captured';

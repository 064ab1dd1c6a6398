/** A row as far as one can tell by it who wrote it. */
export interface WrittenNote {
  readonly category: string;
  readonly content: string;
  readonly what: string | undefined;
}

interface Mark {
  readonly category: readonly string[];
  readonly what: RegExp;
  readonly content: RegExp;
}

/**
 * Notes that opencode-semantic-memory writes about itself, each by all that it says of them: its category, its line `what`
 * and how its text begins. People remember exports and circuit breakers too, in other words.
 */
const marks: readonly Mark[] = [
  { category: ['fact'], what: /^Memory export completed$/, content: /^Export completed: \d+ memories, / },
  { category: ['fact'], what: /^Memory import completed$/, content: /^Import completed: \d+ memories, / },
  {
    category: ['fact'],
    what: /^Memory consolidation report$/,
    content: /^\s{0,4}Memory Consolidation Report\b/,
  },
  {
    category: ['event'],
    what: /^Effectiveness insight: \S{1,40} memories often missed$/,
    content: /^Memory effectiveness analysis: /,
  },
  {
    category: ['blocker'],
    what: /^[A-Z]{2,20} circuit breaker OPEN$/,
    content: /^Circuit breaker for [A-Z]+ is OPEN\./,
  },
  {
    category: ['blocker'],
    what: /^[A-Z]{2,20} circuit breaker manually opened$/,
    content: /^Circuit breaker for [A-Z]+ manually OPENED\./,
  },
  { category: ['blocker'], what: /^Embedding paused: disk full/, content: /^EMBEDDING PAUSED: disk full/ },
  { category: ['blocker'], what: /^Migration \S{1,80} blocked$/, content: /\bMigration \S{1,80} blocked/ },
  {
    category: ['blocker'],
    what: /^ObjectiveMonitor: \d+ abandoned objective/,
    content: /^ObjectiveMonitor escalated /,
  },
  { category: ['event'], what: /^Capability disabled: /, content: /^Capability disabled at worker start: / },
  { category: ['event'], what: /^Update available: /, content: /^opencode-memory \S{1,40} is available / },
  {
    category: ['event'],
    what: /^Auto-update to \S{1,40} /,
    content: /^Auto-applying opencode-memory update to /,
  },
  { category: ['event'], what: /^Auto-applied \S{1,40} change to '/, content: /^AUTO-APPLIED \(/ },
  { category: ['event'], what: /^Reminder: check bg task /, content: /^Check on background task / },
  { category: ['event'], what: /^bg:\S{1,80} (?!completed\b)/, content: /^Background task \S{1,80} \(/ },
  {
    category: ['fact'],
    what: /^Security self-audit autonomy-surface baseline$/,
    content: /^\[security-audit:autonomy-baseline\] /,
  },
  { category: ['fact'], what: /^Tiered-LLM: cheap tier for '/, content: /^The cheap tier \(/ },
  { category: ['fact'], what: /^prewarm:session /, content: /^PREWARM session for / },
  { category: ['fact'], what: /^reping:\S{1,20} /, content: /^RE-PING of the warm session / },
];

/** As much of a text as tells. */
const told = 1000;

/** Whether the system wrote a note about its own state: exports that ended, its breakers, updates and workers. */
export function isOwnStateNote({ category, content, what }: WrittenNote): boolean {
  if (what === undefined) return false;
  const head = content.slice(0, told);
  const line = what.slice(0, 200);
  return marks.some(
    (mark) => mark.category.includes(category) && mark.what.test(line) && mark.content.test(head),
  );
}

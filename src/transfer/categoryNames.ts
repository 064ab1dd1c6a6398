import type { Category } from '../core/memory/memory.ts';

/** Words by which other systems say what kind of thing a memory is. */
const words: Partial<Readonly<Record<Category, string>>> = {
  decision: 'decision architecture tool_choice approach configuration trade_off tradeoff why_it_exists adr',
  convention: 'convention best_practice pattern design_pattern style coding_style standard guideline',
  blocker: 'blocker blocked impediment',
  procedure:
    'procedure workflow how_it_works how_to howto runbook instruction recipe problem_solution solution',
  fact:
    'fact observation learning insight task_learning environmental environment auto_capture note reference document ' +
    'discovery finding research error bug gotcha technique tech method',
  event:
    'event achievement milestone deliverable ceremony meeting minutes standup_note sprint_review daily_standup bugfix ' +
    'feature refactor change announcement status_update communication session_summary what_changed',
  directive: 'directive anti_pattern boot_gate rule must',
  plan:
    'plan goal planning task todo action_item follow_up sprint_goal backlog_item deadline next_step roadmap ' +
    'sprint_planning milestone_plan',
  idea: 'idea hypothesis recommendation suggestion proposal question',
  context: 'context session_state compact_summary session project_context',
  preference: 'preference user_preference preference_signal user_correction likes',
  conversation: 'conversation conversation_turn conversation_summary chat_summary chat',
};

const byWord: ReadonlyMap<string, Category> = new Map(
  Object.entries(words).flatMap(([category, names]) =>
    names.split(/\s+/).map((name) => [name, category as Category] as const),
  ),
);

/** Beyond this a word is no name of a kind. */
const longestWord = 60;

/** Our category for what another system calls the kind of a memory, in whatever spelling; undefined for a word of its own. */
export function categoryNamed(said: unknown): Category | undefined {
  if (typeof said !== 'string' || said.length > longestWord) return undefined;
  const word = said
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');
  return byWord.get(word) ?? (word.endsWith('s') ? byWord.get(word.slice(0, -1)) : undefined);
}

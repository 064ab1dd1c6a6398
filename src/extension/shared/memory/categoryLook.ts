import { l10n } from 'vscode';
import type { Category } from '../../../core/memory/memory.ts';

interface CategoryLook {
  /** Codicon. */
  readonly icon: string;
  readonly one: string;
  readonly many: string;
  /** When to choose it, for the picker of Remember. */
  readonly hint: string;
}

/** A table of functions, because the language is known only at run time. */
const looks: Readonly<Record<Category, () => CategoryLook>> = {
  decision: () => ({
    icon: 'milestone',
    one: l10n.t('Decision'),
    many: l10n.t('Decisions'),
    hint: l10n.t('What was chosen, and why'),
  }),
  convention: () => ({
    icon: 'checklist',
    one: l10n.t('Convention'),
    many: l10n.t('Conventions'),
    hint: l10n.t('How things are done here'),
  }),
  blocker: () => ({
    icon: 'stop-circle',
    one: l10n.t('Blocker'),
    many: l10n.t('Blockers'),
    hint: l10n.t('What stops the work until it is resolved'),
  }),
  procedure: () => ({
    icon: 'list-ordered',
    one: l10n.t('Procedure'),
    many: l10n.t('Procedures'),
    hint: l10n.t('Steps that lead to a result'),
  }),
  fact: () => ({
    icon: 'info',
    one: l10n.t('Fact'),
    many: l10n.t('Facts'),
    hint: l10n.t('Something true about the project'),
  }),
  event: () => ({
    icon: 'calendar',
    one: l10n.t('Event'),
    many: l10n.t('Events'),
    hint: l10n.t('Something that happened'),
  }),
  directive: () => ({
    icon: 'megaphone',
    one: l10n.t('Directive'),
    many: l10n.t('Directives'),
    hint: l10n.t('A rule that everyone must follow'),
  }),
  plan: () => ({
    icon: 'map',
    one: l10n.t('Plan'),
    many: l10n.t('Plans'),
    hint: l10n.t('What will be done'),
  }),
  idea: () => ({
    icon: 'lightbulb',
    one: l10n.t('Idea'),
    many: l10n.t('Ideas'),
    hint: l10n.t('Something to consider later'),
  }),
  context: () => ({
    icon: 'layers',
    one: l10n.t('Context'),
    many: l10n.t('Context'),
    hint: l10n.t('Background that explains the rest'),
  }),
  preference: () => ({
    icon: 'heart',
    one: l10n.t('Preference'),
    many: l10n.t('Preferences'),
    hint: l10n.t('How you like things to be'),
  }),
  conversation: () => ({
    icon: 'comment-discussion',
    one: l10n.t('Conversation'),
    many: l10n.t('Conversations'),
    hint: l10n.t('What was said'),
  }),
};

/** How a category looks and what it is called. */
export function categoryLook(category: Category): CategoryLook {
  return looks[category]();
}

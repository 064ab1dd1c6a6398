import type { Memory } from '../core/memory/memory.ts';
import { searchableText } from '../core/memory/searchableText.ts';
import { containsPhrase } from '../core/text/words.ts';
import type { MemoryFilter } from '../store/ports/memoryFilter.ts';
import type { DateRange } from './question/dates/dateRange.ts';
import type { Inquiry } from './inquiry.ts';
import type { RecallRequest } from './recallRequest.ts';
import { isVisibleIn, visibleProjects } from './visibility.ts';

/** What the store can be asked to leave out. */
export function filterOf(request: RecallRequest): MemoryFilter {
  const inactive = request.includeInactive ? (['superseded', 'archived'] as const) : [];
  return {
    projects: visibleProjects(request.project),
    statuses: ['active', 'resolved', ...inactive],
    ...(request.category === undefined ? {} : { categories: [request.category] }),
    ...(request.scope === undefined ? {} : { scope: request.scope }),
    ...(request.since === undefined ? {} : { since: request.since }),
  };
}

export function isWithin({ createdAt }: Memory, { from, until }: DateRange): boolean {
  return createdAt >= from && createdAt < until;
}

/** Whether a memory has each of these texts. */
export function containsPhrases(memory: Memory, phrases: readonly string[]): boolean {
  if (phrases.length === 0) return true;
  const contains = containsPhrase(searchableText(memory));
  return phrases.every(contains);
}

/** What the filter of the store cannot say. However a memory came up, it is an answer only with this. */
export function isAllowed(
  memory: Memory,
  { request, question }: Pick<Inquiry, 'request' | 'question'>,
): boolean {
  return isVisibleIn(memory, request.sessionId) && containsPhrases(memory, question.phrases);
}

/** Share of the named entities that a memory is about; each entity may have several forms. */
export function shareOf(forms: readonly (readonly string[])[], entities: readonly string[]): number {
  if (forms.length === 0) return 0;
  return forms.filter((each) => each.some((form) => entities.includes(form))).length / forms.length;
}

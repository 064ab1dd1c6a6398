import type { Forges } from '../../core/forge/forges.ts';
import type { Category } from '../../core/memory/memory.ts';
import { type DateRange, findDateRange } from './dates/dateRange.ts';
import type { LexicalTerm } from '../../store/ports/textIndex.ts';
import { questionKinds } from './questionKinds.ts';
import { parseRecallQuery, quotedText, type RecallQuery } from './recallQuery.ts';

/** A question taken apart, with the time and the kinds of memories that it names. */
export interface Question extends RecallQuery {
  readonly time: DateRange | undefined;
  readonly kinds: ReadonlySet<Category>;
  /** What is looked for: `terms`, and the words of the time, which titles and texts may have. */
  readonly sought: readonly LexicalTerm[];
  /** Of `terms`, those that name more than a kind of memory. */
  readonly subject: readonly LexicalTerm[];
  /** It is about something and not only about a time or a kind ("what did we decide last week"). */
  readonly hasSubject: boolean;
}

export function readQuestion(text: string, project: string | null, now: number, forges?: Forges): Question {
  // A time in quotes is text to find and not the time of an answer.
  const quotes = text.match(quotedText) ?? [];
  const time = findDateRange(text.replaceAll(quotedText, ' '), now);
  const query = parseRecallQuery(time ? [time.rest, ...quotes].join(' ') : text, project, forges);
  const { kinds, naming } = questionKinds(query.terms.map((term) => term.text));
  const subject = query.terms.filter((term) => !naming.has(term.text));
  const hasSubject = subject.length + query.entities.length + query.phrases.length > 0;
  // Words that only name the kind are in many memories of other kinds; where a time is named too they are done with.
  const isListing = time !== undefined && naming.size > 0;
  const terms = isListing ? subject : query.terms;
  const timeTerms = time && !isListing ? parseRecallQuery(time.text, project).terms : [];
  return { ...query, terms, subject, sought: [...terms, ...timeTerms], time, kinds, hasSubject };
}

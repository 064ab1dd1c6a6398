import { entityName, parseEntityReferences } from '../core/entity/entityReference.ts';
import type { Forges } from '../core/forge/forges.ts';
import { MemoryBridgeError } from '../core/errors.ts';
import type { Memory } from '../core/memory/memory.ts';
import { looksRecalled } from '../core/memory/memoryLine.ts';
import { deriveTitle } from '../core/memory/memoryTitle.ts';
import { limits } from '../protocol/limits.ts';

/** The parts of a memory that hold free text. Null empties a part, undefined leaves it. */
export interface MemoryText {
  readonly content?: string | undefined;
  readonly title?: string | undefined;
  readonly what?: string | null | undefined;
  readonly why?: string | null | undefined;
  readonly learned?: string | null | undefined;
  readonly note?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly entities?: readonly string[] | undefined;
}

/** Text as it is written: trimmed, and nothing that memory itself has shown. Secrets are gone when it comes here. */
export function trimMemoryText<T extends MemoryText>(text: T): T {
  refuseRecalled(text);
  const trimmed = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(trimmed) : typeof value === 'string' ? value.trim() : value;
  const parts = ['content', 'title', 'what', 'why', 'learned', 'note', 'tags', 'entities'] as const;
  const cleaned: Record<string, unknown> = { ...(text as MemoryText) };
  for (const part of parts) if (cleaned[part] !== undefined) cleaned[part] = trimmed(cleaned[part]);
  for (const part of ['content', 'title'] as const)
    if (cleaned[part] === '')
      throw new MemoryBridgeError('invalid_input', `${part}: must not be blank.`, {
        details: { field: part },
      });
  // What is blank in a note says nothing.
  for (const part of ['what', 'why', 'learned'] as const) if (cleaned[part] === '') cleaned[part] = null;
  return cleaned as T;
}

function refuseRecalled(text: MemoryText): void {
  const parts = [text.content, text.title, text.what, text.why, text.learned, text.note];
  if (parts.some((part) => part !== null && part !== undefined && looksRecalled(part)))
    throw new MemoryBridgeError(
      'invalid_input',
      'This text quotes what memory has shown, so it is stored already. Say only what is new, in your own words, or use update_memory with the id of the memory that changes.',
      { details: { reason: 'recalled_text' } },
    );
}

/** The title of a new memory: the given one on one line, else one that is made from the text. */
export function titleOf(content: string, given?: string): string {
  return (given ?? deriveTitle(content)).replaceAll(/\s+/g, ' ').slice(0, limits.title);
}

/** The title after an edit: the given one, else one that was made from the text follows the text. */
export function titleAfter(
  before: Pick<Memory, 'title' | 'content'>,
  content: string,
  given?: string,
): string {
  if (given === undefined && before.title !== deriveTitle(before.content)) return before.title;
  return titleOf(content, given);
}

/** References that the given names and texts contain, canonical, each once, the given ones first. */
export function entitiesOf(
  given: readonly string[],
  texts: readonly (string | null | undefined)[],
  project: string | null,
  forges?: Forges,
): string[] {
  const names = given.map((name) => entityName(name, project, forges)).filter((name) => name !== '');
  const found = texts.flatMap((text) =>
    text ? parseEntityReferences(text, { project, forges }).map(({ canonical }) => canonical) : [],
  );
  return [...new Set([...names, ...found])].slice(0, limits.entities);
}

const textsOf = ({ title, content, what, why, learned }: Wording): (string | null)[] => [
  title,
  content,
  what,
  why,
  learned,
];
type Wording = Pick<Memory, 'title' | 'content' | 'what' | 'why' | 'learned'>;

/**
 * References of a memory whose text has changed: those that the old text had and the new one has not are gone, those that
 * somebody named stay, and what only looked like one in the old text (`#2026` where it was a tag) is none in the new one.
 */
export function entitiesAfter(
  before: Memory,
  text: Wording,
  given: readonly string[] | undefined,
  forges: Forges | undefined,
): string[] {
  const { project } = before;
  const fromText = entitiesOf([], textsOf(before), project, forges);
  const inOldText = new Set(fromText);
  const named = given ?? before.entities.filter((entity) => !inOldText.has(entity));
  const known = new Set([...entitiesOf(before.entities, [], project, forges), ...named]);
  // Of very many, not all are kept.
  const isWhole = before.entities.length < limits.entities;
  const passedOver = new Set(isWhole ? fromText.filter((entity) => !known.has(entity)) : []);
  return entitiesOf(named, textsOf(text), project, forges).filter((entity) => !passedOver.has(entity));
}

/** Tags compare without case and space around them. */
export function tagsOf(...lists: (readonly string[] | undefined)[]): string[] {
  const tags = lists.flatMap((list) => list ?? []).map((tag) => tag.trim().toLowerCase());
  return [...new Set(tags.filter((tag) => tag !== ''))].slice(0, limits.tags);
}

import type { Adr } from './adr/adr.ts';
import type { Category } from '../memory/memory.ts';
import { cutAtWord, deriveTitle } from '../memory/memoryTitle.ts';
import type { CommitMessage, DecisionKey, Trailer } from './trailers.ts';

/** What a commit says that is worth a memory, before anybody decided whether it becomes one. */
export interface Statement {
  readonly category: Category;
  readonly title: string;
  readonly content: string;
  readonly why: string | null;
  readonly tags: readonly string[];
}

interface Rule {
  readonly category: Category;
  readonly tag?: string;
  /** Put before the value where the category alone would turn its meaning round. */
  readonly prefix?: string;
}

const rules: Readonly<Record<DecisionKey, Rule>> = {
  Decision: { category: 'decision' },
  Rejected: { category: 'decision', tag: 'rejected', prefix: 'Rejected: ' },
  Constraint: { category: 'convention', tag: 'constraint' },
  Directive: { category: 'directive' },
  'BREAKING CHANGE': { category: 'decision', tag: 'breaking', prefix: 'Breaking change: ' },
};

const whyLength = 600;

export function statementOfTrailer(trailer: Trailer, message: CommitMessage): Statement {
  const rule = rules[trailer.key];
  const content = `${rule.prefix ?? ''}${trailer.value}`;
  const scope = scopeOf(message.subject);
  return {
    category: rule.category,
    title: deriveTitle(content),
    content,
    why:
      cutAtWord([message.subject, message.body].filter((part) => part !== '').join('\n\n'), whyLength) ||
      null,
    tags: [...(rule.tag ? [rule.tag] : []), ...(scope ? [scope] : [])],
  };
}

export function statementOfAdr(adr: Adr): Statement {
  const decision = adr.decision || adr.title;
  return {
    category: 'decision',
    title: adr.number === undefined ? adr.title : `ADR-${adr.number}: ${adr.title}`,
    content: adr.consequences === '' ? decision : `${decision}\n\nConsequences: ${adr.consequences}`,
    why: adr.context || null,
    tags: ['adr', ...(adr.status ? [adr.status] : [])],
  };
}

/** `store` of `feat(store)!: keep a journal`. */
function scopeOf(subject: string): string | undefined {
  return /^\w+\(([\w./-]{1,40})\)!?:/.exec(subject)?.[1]?.toLowerCase();
}

import { categories, type Memory } from '../../core/memory/memory.ts';
import { isFunctionWord, wordsOf } from '../../core/text/words.ts';
import type { ReadUnit } from '../../store/ports/readUnit.ts';
import { isSaidIn, toldIn, type ToldText } from './saidBefore.ts';

/** Words by which memories are looked for. */
const mostTerms = 32;
/** Memories that share most with a statement, of which one may say it. */
const mostHits = 20;
/** Deleted memories are in no index; the latest are looked through. */
const mostDeleted = 500;
const deletedBytes = 500_000;

/** What is said in conversations is kept, but says nothing by itself. */
const stating = categories.filter((category) => category !== 'conversation');

/**
 * Knows what memory says, or said: also what is rejected, superseded, archived, deleted or waits in the Inbox. What an
 * agent read there comes back in its answers, and is nothing new. For one unit of work.
 */
export class EchoGuard {
  readonly #unit: ReadUnit;
  readonly #projects: readonly (string | null)[];
  #deleted: readonly ToldText[] | undefined;

  /** `projects` as for `MemoryFilter`: those whose memories an agent there is shown. */
  constructor(unit: ReadUnit, projects: readonly (string | null)[]) {
    this.#unit = unit;
    this.#projects = projects;
  }

  /** Whether memories say this already. */
  async isEcho({ content, why }: Pick<Memory, 'content' | 'why'>): Promise<boolean> {
    const statement = toldIn(why === null ? content : `${content}\n${why}`);
    const hits = await this.#alike(`${content} ${why ?? ''}`);
    const said = hits.map(textOf);
    if (isSaidIn(statement, said)) return true;
    if (isSaidIn(statement, [...said, ...(await this.#deletedTexts())])) return true;
    // What it said before somebody edited it may have been shown as well.
    const earlier = await this.#earlierTexts(hits);
    return earlier.length > 0 && isSaidIn(statement, [...said, ...earlier]);
  }

  async #alike(text: string): Promise<readonly Memory[]> {
    const words = [...new Set(wordsOf(text))].filter((word) => !isFunctionWord(word)).slice(0, mostTerms);
    if (words.length === 0) return [];
    const hits = await this.#unit.texts.search(
      { terms: words.map((word) => ({ text: word })), phrases: [] },
      { projects: this.#projects, categories: stating },
      mostHits,
    );
    return hits.map(({ memory }) => memory);
  }

  async #deletedTexts(): Promise<readonly ToldText[]> {
    this.#deleted ??= (
      await this.#unit.memories.list(
        { projects: this.#projects, categories: stating, onlyDeleted: true },
        { limit: mostDeleted, bytes: deletedBytes },
      )
    ).memories.map(textOf);
    return this.#deleted;
  }

  async #earlierTexts(hits: readonly Memory[]): Promise<ToldText[]> {
    const edited = hits.filter(({ revision }) => revision > 1).slice(0, 5);
    const changes = await Promise.all(edited.map(({ id }) => this.#unit.history.ofMemory(id)));
    const texts = changes.flat().flatMap(({ before }) => (before ? [before] : []));
    return texts.slice(0, 50).map(textOf);
  }
}

const textOf = ({ title, content, what, why, learned }: Memory): ToldText =>
  toldIn([title, content, what, why, learned].filter((part) => part !== null).join('\n'));

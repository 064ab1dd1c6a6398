import { canonicalEntity } from '../../core/entity/entityReference.ts';
import type { Project } from '../../core/project/project.ts';
import type { Session } from '../../core/session/session.ts';
import { MemoryChanges } from '../../memories/memoryChanges.ts';
import { remember, type Said } from '../../memories/remember.ts';
import { scopeOf } from '../../memories/memoryScope.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import type { Memory } from '../../core/memory/memory.ts';
import type { OperationContext } from '../operation.ts';
import type { ConfigPort } from '../ports.ts';

const day = 24 * 3_600_000;

/** What somebody says of a session at its end; blank is nothing. */
export interface SaidAtEnd {
  readonly summary?: string | undefined;
  readonly learned?: string | null | undefined;
  readonly done?: readonly string[] | undefined;
  readonly open_items?: readonly string[] | undefined;
  readonly next?: string | undefined;
  readonly entities?: readonly string[] | undefined;
}

/** Which session is meant; `session` is what is known of it. */
interface OfSession {
  readonly id: string | undefined;
  readonly session: Session | undefined;
}

/** Keeps what sessions come to, all of one call as one change. */
export class SessionMemories {
  readonly #unit: UnitOfWork;
  readonly #context: OperationContext;
  readonly #of: OfSession;
  readonly #changes: MemoryChanges;
  readonly #candidateExpiry: number;

  constructor(
    unit: UnitOfWork,
    context: OperationContext,
    { config, ...of }: OfSession & { readonly config: Pick<ConfigPort, 'read'> },
  ) {
    this.#of = of;
    this.#unit = unit;
    this.#context = context;
    this.#changes = new MemoryChanges(unit, context);
    this.#candidateExpiry = context.now + config.read().config.candidateExpiryDays * day;
  }

  /** Empty when nothing was written. */
  get changeId(): string {
    return this.#changes.size > 0 ? this.#changes.groupId : '';
  }

  /** The event that a session was, if anything is said of it. */
  async keepEvent(said: SaidAtEnd, held: readonly string[] = []): Promise<Memory | null> {
    const content = eventText(said);
    if (content === '') return null;
    const project = await this.#project();
    const items = held.flatMap((item) => canonicalEntity(item, project?.id) ?? []);
    return this.keep({
      category: 'event',
      content,
      what: this.#of.session?.title ?? undefined,
      learned: said.learned ?? undefined,
      entities: [...(said.entities ?? []), ...items],
    });
  }

  async keep(said: Omit<Said, 'scope'>): Promise<Memory> {
    const project = await this.#project();
    const speaker = { ...this.#context, project, sessionId: this.#of.id ?? this.#context.sessionId };
    const { memory } = await remember(this.#unit, { ...said, scope: scopeOf(undefined, speaker) }, speaker, {
      candidateExpiry: this.#candidateExpiry,
      changes: this.#changes,
    });
    return memory;
  }

  /** To be called once, when all is done. */
  announce(): void {
    this.#changes.announce();
  }

  /** A session says where it works when its call does not. */
  async #project(): Promise<Project | undefined> {
    const { project } = this.#context;
    const { session } = this.#of;
    if (project || !session?.project) return project;
    return this.#unit.projects.findByReference(session.project);
  }
}

function eventText({ summary = '', done = [], open_items = [], next = '' }: SaidAtEnd): string {
  const list = (title: string, items: readonly string[]) =>
    items.length === 0 ? [] : [[`${title}:`, ...items.map((item) => `- ${item.trim()}`)].join('\n')];
  return [
    ...(summary.trim() === '' ? [] : [summary.trim()]),
    ...list('Done', done),
    ...list('Open', open_items),
    ...(next.trim() === '' ? [] : [`Next: ${next.trim()}`]),
  ].join('\n\n');
}

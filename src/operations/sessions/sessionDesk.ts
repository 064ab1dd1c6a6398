import { MemoryBridgeError } from '../../core/errors.ts';
import type { Claim, Session } from '../../core/session/session.ts';
import { isPerson } from '../../memories/provenance.ts';
import type { SessionRecord } from '../../protocol/operations/sessions/sessionRecord.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import type { OperationContext } from '../operation.ts';
import type { SessionGracePort } from '../ports.ts';
import { type ClaimedItem, saidItem } from './claimedItem.ts';
import { SessionRecords } from './sessionRecords.ts';

/** What a caller says of a session. */
export interface SaidOfSession {
  readonly session_id?: string | undefined;
  readonly agent?: string | undefined;
  readonly working_on?: string | undefined;
}

/** Where sessions and claims are changed, for one call. */
export class SessionDesk {
  readonly #context: OperationContext;
  readonly #unit: UnitOfWork;
  readonly #records: SessionRecords;
  readonly #touched = new Set<string>();

  constructor(context: OperationContext, unit: UnitOfWork, grace: SessionGracePort) {
    this.#context = context;
    this.#unit = unit;
    this.#records = new SessionRecords(unit, context.now, grace);
  }

  get projectId(): string | null {
    return this.#context.project?.id ?? null;
  }

  stateOf(session: Session): Session['state'] {
    return this.#records.stateOf(session);
  }

  recordOf(session: Session): Promise<SessionRecord> {
    return this.#records.recordOf(session);
  }

  /** Whoever looks at sessions hears of this one. */
  touch(id: string): void {
    this.#touched.add(id);
  }

  /** To be called once, when all is done. */
  announce(): void {
    if (this.#touched.size > 0) this.#context.emit({ kind: 'sessions', ids: [...this.#touched] });
  }

  /** The session that a caller names, else the one that it calls from. */
  idOf({ session_id }: SaidOfSession): string | undefined {
    return session_id ?? this.#context.sessionId;
  }

  requiredIdOf(said: SaidOfSession): string {
    const id = this.idOf(said);
    if (id === undefined)
      throw new MemoryBridgeError(
        'invalid_input',
        'session_id: is missing. Give the id that session_start answers with.',
        { details: { field: 'session_id' } },
      );
    return id;
  }

  /**
   * The session of this id when it is the caller's own, or nobody's any more: an agent speaks for no other one. Whose a
   * session is, its first caller says by its name and the session that it came with.
   */
  async ownSession(id: string): Promise<Session | undefined> {
    const known = await this.#unit.sessions.get(id);
    if (!known || isPerson(this.#context.actor) || this.stateOf(known) !== 'active') return known;
    if (!this.#owns(known))
      throw new MemoryBridgeError(
        'forbidden',
        `Session ${id} is another agent's${known.agent ? ` (${known.agent})` : ''}. Only that agent or a person can end it, claim for it or release what it holds. Call session_start for a session of your own.`,
        { details: { sessionId: id, reason: 'not_own_session' } },
      );
    return known;
  }

  /** A session that is not at work any more holds nothing. */
  async letGoUnlessActive(id: string, known: Session | undefined): Promise<void> {
    if (known && this.stateOf(known) !== 'active') await this.#unit.claims.removeOfSession(id);
  }

  /** Frees everything that a session holds, and returns what that was. */
  async letGo({ id, project }: Session): Promise<string[]> {
    const claims = await this.#unit.claims.list({ sessionId: id });
    await this.#unit.claims.removeOfSession(id);
    return claims.map((claim) => saidItem(claim, project));
  }

  /** The session as it is at work from now on. */
  described(said: SaidOfSession, id: string, known: Session | undefined, startedAt: number): Session {
    return {
      id,
      project: this.projectId ?? known?.project ?? null,
      agent: said.agent ?? known?.agent ?? this.#context.actor.name ?? null,
      title: said.working_on ?? known?.title ?? null,
      state: 'active',
      startedAt,
      heartbeatAt: this.#context.now,
      endedAt: null,
      // Begun anew, it has come to nothing yet.
      summary: known && this.stateOf(known) === 'active' ? known.summary : null,
      handOver: known?.handOver ?? null,
      continues: known?.continues ?? null,
      metadata: this.#ownedAfter(known),
    };
  }

  /** Keeps a session, and its project, which others may name without being there. */
  async keep(session: Session): Promise<void> {
    const { project } = this.#context;
    await this.#unit.sessions.upsert(session);
    if (project) await this.#unit.projects.upsert(project);
  }

  async save(session: Session): Promise<SessionRecord> {
    await this.keep(session);
    this.touch(session.id);
    return this.recordOf(session);
  }

  /** The claim on an item and its holder; claims whose holder is stale or gone are dropped. */
  async livingClaim({
    resource,
    project,
  }: ClaimedItem): Promise<{ claim: Claim; holder: Session } | undefined> {
    const { claims, sessions } = this.#unit;
    const claim = await claims.get(resource, project);
    if (!claim) return undefined;
    const holder = await sessions.get(claim.sessionId);
    if (holder && this.stateOf(holder) === 'active') return { claim, holder };
    if (holder && holder.state === 'active') await sessions.upsert({ ...holder, state: 'stale' });
    await claims.removeOfSession(claim.sessionId);
    this.touch(claim.sessionId);
    return undefined;
  }

  #owns({ id, metadata: { owner } }: Session): boolean {
    if (!Array.isArray(owner)) return true;
    const { name, session } = this.#caller;
    return owner[0] === name && (owner[1] === session || session === id);
  }

  /** A person who helps out does not become the owner. */
  #ownedAfter(known: Session | undefined): Session['metadata'] {
    if (isPerson(this.#context.actor)) return known?.metadata ?? {};
    const { name, session } = this.#caller;
    const isKept = known?.metadata['owner'] !== undefined && this.stateOf(known) === 'active';
    return isKept ? known.metadata : { ...known?.metadata, owner: [name, session] };
  }

  get #caller(): { name: string | null; session: string | null } {
    const { actor, sessionId } = this.#context;
    return { name: actor.name ?? null, session: sessionId ?? null };
  }
}

import { ageLabel } from '../../core/text/ageLabel.ts';
import { claimKey } from '../../core/session/claimKey.ts';
import { MemoryBridgeError } from '../../core/errors.ts';
import { oneLine } from '../../core/text/oneLine.ts';
import { projectKeys } from '../../core/project/project.ts';
import type { Claim, Session } from '../../core/session/session.ts';
import { sessionStateAt } from '../../core/session/sessionStates.ts';
import type { OutputOf, ParsedInputOf } from '../../protocol/operation.ts';
import { sessionOperation } from '../../protocol/operations/sessions/session.ts';
import type { UnitOfWork } from '../../store/ports/unitOfWork.ts';
import type { ChangeOperation, OperationContext } from '../operation.ts';
import type { SessionGracePort } from '../ports.ts';
import { isPerson } from '../../memories/provenance.ts';
import { counted } from '../shared/rendering.ts';

type Input = ParsedInputOf<typeof sessionOperation>;
type Output = OutputOf<typeof sessionOperation>;
type SessionRecord = Output['sessions'][number];

export function createSession(grace: SessionGracePort): ChangeOperation<typeof sessionOperation> {
  return {
    definition: sessionOperation,
    run: (input, context, unit) => new SessionDesk(input, context, unit, grace.graceFrom).run(),
    render: renderSessions,
  };
}

/** A folder that stands for a project. */
const folderKey = /^folder:(.+)$/;

/** One call about sessions and claims. */
class SessionDesk {
  readonly #input: Input;
  readonly #context: OperationContext;
  readonly #unit: UnitOfWork;
  readonly #graceFrom: number;
  readonly #touched = new Set<string>();

  constructor(input: Input, context: OperationContext, unit: UnitOfWork, graceFrom: number) {
    this.#input = input;
    this.#context = context;
    this.#unit = unit;
    this.#graceFrom = graceFrom;
  }

  async run(): Promise<Output> {
    const output = await this.#act();
    if (this.#touched.size > 0) this.#context.emit({ kind: 'sessions', ids: [...this.#touched] });
    return output;
  }

  #act(): Promise<Output> {
    switch (this.#input.action) {
      case 'start':
        return this.#start();
      case 'heartbeat':
        return this.#heartbeat();
      case 'end':
        return this.#end();
      case 'list':
        return this.#list();
      case 'claim':
        return this.#claim();
      case 'release':
        return this.#release();
    }
  }

  async #start(): Promise<Output> {
    const id = this.#sessionId() ?? this.#context.ids.next();
    const known = await this.#ownSession(id);
    // An ended or stale session that starts again has let go of what it held.
    if (known && this.#stateOf(known) !== 'active') await this.#unit.claims.removeOfSession(id);
    const isOngoing = known !== undefined && this.#stateOf(known) === 'active';
    return this.#saved(this.#described(id, known, isOngoing ? known.startedAt : this.#context.now));
  }

  /** A heartbeat of an unknown session starts it: the start may have been lost with an owner. */
  async #heartbeat(): Promise<Output> {
    const id = this.#requireSessionId();
    const known = await this.#ownSession(id);
    if (known?.state === 'ended')
      throw new MemoryBridgeError('conflict', `Session ${id} has ended. Use start to begin again.`);
    if (known && this.#stateOf(known) === 'stale') await this.#unit.claims.removeOfSession(id);
    return this.#saved(this.#described(id, known, known?.startedAt ?? this.#context.now));
  }

  async #end(): Promise<Output> {
    const id = this.#requireSessionId();
    const known = await this.#ownSession(id);
    if (!known) throw new MemoryBridgeError('not_found', `There is no session ${id}.`);
    await this.#unit.claims.removeOfSession(id);
    if (known.state === 'ended') return { sessions: [await this.#viewOf(known)] };
    return this.#saved({ ...known, state: 'ended', endedAt: this.#context.now });
  }

  async #list(): Promise<Output> {
    const project = this.#context.project;
    const active = await this.#unit.sessions.list({
      activeOnly: true,
      ...(project ? { project: project.id } : {}),
    });
    active.sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1));
    return { sessions: await Promise.all(active.map((session) => this.#viewOf(session))) };
  }

  async #claim(): Promise<Output> {
    const session = await this.#ensureSession();
    const resource = this.#requireResource();
    const held = await this.#livingClaim(resource);
    if (held && held.claim.sessionId !== session.id)
      return { sessions: [await this.#viewOf(held.holder)], granted: false, heldBy: held.holder.id };
    await this.#unit.claims.put({
      resource,
      project: this.#projectId,
      sessionId: session.id,
      note: this.#input.note ?? held?.claim.note ?? null,
      claimedAt: held?.claim.claimedAt ?? this.#context.now,
    });
    this.#touched.add(session.id);
    return { sessions: [await this.#viewOf(session)], granted: true };
  }

  async #release(): Promise<Output> {
    const id = this.#requireSessionId();
    const resource = this.#requireResource();
    await this.#ownSession(id);
    const held = await this.#livingClaim(resource);
    if (held && held.claim.sessionId !== id)
      throw new MemoryBridgeError(
        'conflict',
        `${resource} is held by session ${held.holder.id}${held.holder.agent ? ` (${held.holder.agent})` : ''}, and only that session can release it.`,
        { details: { heldBy: held.holder.id } },
      );
    if (held) {
      await this.#unit.claims.remove(resource, this.#projectId);
      this.#touched.add(id);
    }
    const session = await this.#unit.sessions.get(id);
    return { sessions: session ? [await this.#viewOf(session)] : [] };
  }

  /** The claim on a resource and its holder; claims whose holder is stale or gone are dropped. */
  async #livingClaim(resource: string): Promise<{ claim: Claim; holder: Session } | undefined> {
    const claim = await this.#unit.claims.get(resource, this.#projectId);
    if (!claim) return undefined;
    const holder = await this.#unit.sessions.get(claim.sessionId);
    if (holder && this.#stateOf(holder) === 'active') return { claim, holder };
    if (holder && holder.state === 'active') await this.#unit.sessions.upsert({ ...holder, state: 'stale' });
    await this.#unit.claims.removeOfSession(claim.sessionId);
    this.#touched.add(claim.sessionId);
    return undefined;
  }

  /** Whoever claims is at work, whether it said so before or not. */
  async #ensureSession(): Promise<Session> {
    const id = this.#requireSessionId();
    const known = await this.#ownSession(id);
    if (known && this.#stateOf(known) !== 'active') await this.#unit.claims.removeOfSession(id);
    const session = this.#described(id, known, known?.startedAt ?? this.#context.now);
    await this.#unit.sessions.upsert(session);
    return session;
  }

  /**
   * The session of this id when it is the caller's own, or nobody's any more: an agent speaks for no other one. Whose a
   * session is, its first caller says by its name and the session that it came with.
   */
  async #ownSession(id: string): Promise<Session | undefined> {
    const known = await this.#unit.sessions.get(id);
    if (!known || isPerson(this.#context.actor) || this.#stateOf(known) !== 'active') return known;
    if (!this.#owns(known))
      throw new MemoryBridgeError(
        'forbidden',
        `Session ${id} is another agent's${known.agent ? ` (${known.agent})` : ''}. Only that agent or a person can end it, claim for it or release what it holds.`,
        { details: { sessionId: id, reason: 'not_own_session' } },
      );
    return known;
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
    const isKept = known?.metadata['owner'] !== undefined && this.#stateOf(known) === 'active';
    return isKept ? known.metadata : { ...known?.metadata, owner: [name, session] };
  }

  get #caller(): { name: string | null; session: string | null } {
    const { actor, sessionId } = this.#context;
    return { name: actor.name ?? null, session: sessionId ?? null };
  }

  #described(id: string, known: Session | undefined, startedAt: number): Session {
    const { agent, title } = this.#input;
    return {
      id,
      project: this.#projectId ?? known?.project ?? null,
      agent: agent ?? known?.agent ?? this.#context.actor.name ?? null,
      title: title ?? known?.title ?? null,
      state: 'active',
      startedAt,
      heartbeatAt: this.#context.now,
      endedAt: null,
      metadata: this.#ownedAfter(known),
    };
  }

  async #saved(session: Session): Promise<Output> {
    await this.#unit.sessions.upsert(session);
    this.#touched.add(session.id);
    return { sessions: [await this.#viewOf(session)] };
  }

  async #viewOf(session: Session): Promise<SessionRecord> {
    const state = this.#stateOf(session);
    const claims = state === 'active' ? await this.#unit.claims.list({ sessionId: session.id }) : [];
    return {
      id: session.id,
      project: session.project,
      agent: session.agent,
      title: session.title,
      state,
      startedAt: session.startedAt,
      heartbeatAt: session.heartbeatAt,
      age: ageLabel(session.startedAt, this.#context.now),
      claims: claims.map(({ resource, note, claimedAt }) => ({ resource, note, claimedAt })),
    };
  }

  #stateOf(session: Session): Session['state'] {
    return session.state === 'stale' ? 'stale' : sessionStateAt(session, this.#context.now, this.#graceFrom);
  }

  get #projectId(): string | null {
    return this.#context.project?.id ?? null;
  }

  #sessionId(): string | undefined {
    return this.#input.session_id ?? this.#context.sessionId;
  }

  #requireSessionId(): string {
    const id = this.#sessionId();
    if (id === undefined)
      throw new MemoryBridgeError(
        'invalid_input',
        'session_id: is missing. Use start first; it answers with an id.',
        {
          details: { field: 'session_id' },
        },
      );
    return id;
  }

  #requireResource(): string {
    const text = this.#input.resource?.trim() ?? '';
    if (text === '')
      throw new MemoryBridgeError('invalid_input', 'resource: is missing. Name the file, issue or task.', {
        details: { field: 'resource' },
      });
    const { project } = this.#context;
    const folders = project ? projectKeys(project).flatMap((key) => folderKey.exec(key)?.[1] ?? []) : [];
    return claimKey(text, {
      project: this.#projectId,
      roots: project?.root === undefined ? folders : [project.root, ...folders],
      foldsCase: process.platform === 'win32' || process.platform === 'darwin',
    });
  }
}

function renderSessions(output: Output, input: Input): string {
  const lines = output.sessions.map(describe);
  const resource = oneLine(input.resource ?? '');
  switch (input.action) {
    case 'list':
      return lines.length === 0
        ? 'Nobody is at work.'
        : [`${counted(lines.length, 'session')}:`, ...lines].join('\n');
    case 'claim':
      return output.granted
        ? `Granted: ${resource}`
        : [`Not granted: ${resource} is held by`, ...lines].join('\n');
    case 'release':
      return `Released: ${resource}`;
    case 'start':
      return `Started session ${oneLine(output.sessions[0]?.id ?? '')}`;
    case 'heartbeat':
      return 'Noted.';
    case 'end':
      return 'Ended; its claims are free.';
  }
}

function describe({ id, agent, title, state, age, claims }: SessionRecord): string {
  const holds = claims.length === 0 ? '' : ` · holds ${claims.map(({ resource }) => resource).join(', ')}`;
  // The state comes first: a name that looks like a memory must not begin the line.
  return oneLine(
    `- ${state} since ${age}: ${agent ?? 'someone'} (${id})${title ? ` · ${title}` : ''}${holds}`,
  );
}

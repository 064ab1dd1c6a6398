import { commitOf, isLiving, restated } from './capturedMemory.ts';
import { type WritableLedger, recordSlot } from './captureLedger.ts';
import type { CommitStatement } from './commitStatements.ts';
import type { VisitStatement } from './visitSlices.ts';
import { contentKey } from '../core/memory/contentKey.ts';
import { canonicalEntity } from '../core/entity/entityReference.ts';
import { statedIn, withEvidence } from '../core/memory/evidence.ts';
import type { Memory } from '../core/memory/memory.ts';
import { type Project, projectKeys } from '../core/project/project.ts';
import type { UnitOfWork } from '../store/ports/unitOfWork.ts';
import type { CaptureSession } from './captureSession.ts';
import { draftMemory } from '../memories/draft.ts';
import { findSameText } from '../memories/duplicates.ts';
import type { MemoryChanges } from '../memories/memoryChanges.ts';
import type { WriteContext } from '../memories/writeContext.ts';

export type WritableStatement = CommitStatement & Partial<VisitStatement>;

/** What the writers of one unit of work share. */
export interface CaptureParts {
  readonly unit: UnitOfWork;
  readonly context: WriteContext;
  readonly project: Project;
  readonly ledger: WritableLedger;
  readonly changes: MemoryChanges;
  readonly session: CaptureSession;
}

/** Makes memories of statements, and keeps those that are there in step with what is found again. */
export class StatementWriter {
  readonly #parts: CaptureParts;

  constructor(parts: CaptureParts) {
    this.#parts = parts;
  }

  async create(statement: WritableStatement, earlier: Memory | undefined): Promise<Memory> {
    const { context, project, session, changes } = this.#parts;
    const memory = draftMemory(
      {
        ...statement,
        scope: 'project',
        project: project.id,
        review: statement.isExplicit ? undefined : { expiresAt: session.candidateExpiry },
        // An accepted record whose file changed: the reviewer sees which memory the candidate would replace.
        evidence: [statement.evidence],
        links: earlier && isLiving(earlier) ? [{ kind: 'replaces', to: earlier.id }] : [],
      },
      context,
    );
    await changes.create(memory);
    session.show(memory);
    return memory;
  }

  /** The commit was amended to say it otherwise: the memory follows, and its history keeps the earlier text. */
  async amend(memory: Memory, statement: WritableStatement): Promise<Memory> {
    const amended = await this.#parts.changes.change(
      memory,
      {
        category: statement.category,
        title: statement.title,
        content: statement.content,
        why: statement.why,
        entities: statement.entities,
        anchors: statement.anchors,
        tags: statement.tags,
        source: statement.source,
        evidence: withEvidence(memory.evidence, { ...statedIn(memory), ...statement.evidence }),
        ...(statement.isExplicit && memory.status === 'candidate' && accepted(statement)),
      },
      'edit',
    );
    this.#parts.session.show(amended);
    return amended;
  }

  /** A statement that is there already. It becomes a memory when the local author says it too. */
  async confirm(memory: Memory, statement: WritableStatement): Promise<Memory | undefined> {
    if (memory.deletedAt !== null) return undefined;
    const old = commitOf(memory);
    const change: Partial<Memory> = {};
    if (statement.replaces && old !== undefined)
      Object.assign(change, {
        source: statement.source,
        entities: swapCommit(memory.entities, old, statement.entities),
        anchors: memory.anchors.map((each) =>
          each.commit === old ? { ...each, commit: commitIn(statement) } : each,
        ),
        evidence: restated(memory, { ref: commitIn(statement) }),
      });
    else if (old === undefined && isLiving(memory))
      Object.assign(change, { entities: [...new Set([...memory.entities, ...commitEntity(statement)])] });
    if (statement.isExplicit && memory.status === 'candidate') {
      const accept = await this.#parts.changes.change(
        memory,
        { ...change, ...accepted(statement) },
        'accept',
      );
      this.#parts.session.show(accept);
      return accept;
    }
    if (Object.keys(change).length > 0)
      await this.#parts.changes.change(memory, change, old === undefined ? 'bump' : 'edit');
    return undefined;
  }

  async note(statement: WritableStatement, memoryId: string): Promise<void> {
    const sha = commitIn(statement);
    const text = statement.record ? [statement.record.text] : [];
    for (const fingerprint of [statement.fingerprint, ...text, ...statement.slots])
      await this.#parts.unit.captures.addStatement(this.#parts.project.id, fingerprint, memoryId, sha);
  }

  /** Whether the person has removed for good what is stated here. */
  async isPurged(statement: WritableStatement): Promise<boolean> {
    const fingerprints = [statement.fingerprint, ...(statement.record ? [statement.record.text] : [])];
    return [...(await this.#parts.ledger.findAll(fingerprints)).values()].includes('');
  }

  async duplicateOf(statement: WritableStatement): Promise<Memory | undefined> {
    return findSameText(this.#parts.unit, statement, projectKeys(this.#parts.project));
  }

  /** Takes over what a record's file says of itself: where it is, and how it stands. */
  async follow(memory: Memory, change: Partial<Memory>): Promise<Memory> {
    return this.#parts.changes.change(memory, change, 'edit');
  }

  /** A path does not lead to this memory any more. */
  async forget(path: string, memoryId: string): Promise<void> {
    const slot = recordSlot(path);
    const { ledger } = this.#parts;
    if ((await ledger.find(slot)) === memoryId) await ledger.remove(slot);
  }
}

export const isSameText = (memory: Memory, statement: WritableStatement): boolean =>
  contentKey(memory.content) === contentKey(statement.content);

/** Others may reword what waits in the Inbox, never what was accepted. */
export const mayAmend = (memory: Memory, statement: Pick<WritableStatement, 'isExplicit'>): boolean =>
  memory.deletedAt === null && (memory.status === 'candidate' || (statement.isExplicit && isLiving(memory)));

export const accepted = ({ trust, confidence }: WritableStatement): Partial<Memory> => ({
  status: 'active',
  expiresAt: null,
  quarantine: null,
  trust,
  confidence,
});

export const commitIn = (statement: WritableStatement): string =>
  statement.source.ref?.split('@').at(-1) ?? '';

const commitEntity = (statement: WritableStatement): string[] => {
  const entity = canonicalEntity(`commit:${commitIn(statement)}`);
  return entity ? [entity] : [];
};

function swapCommit(entities: readonly string[], old: string, named: readonly string[]): string[] {
  const gone = canonicalEntity(`commit:${old}`);
  return [...new Set([...named, ...entities.filter((entity) => entity !== gone)])];
}

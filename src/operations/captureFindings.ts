import { commitOf, isLiving } from '../capture/capturedMemory.ts';
import { type CaptureLedger, recordSlot, statementFingerprint } from '../capture/captureLedger.ts';
import type { CommitFinding } from '../capture/commitFindings.ts';
import type { VisitFinding } from '../capture/visitSlices.ts';
import { contentKey } from '../core/contentKey.ts';
import { canonicalEntity } from '../core/entityReference.ts';
import type { Memory } from '../core/memory.ts';
import { type Project, projectKeys } from '../core/project.ts';
import type { UnitOfWork } from '../store/repositories.ts';
import type { CaptureSession } from './captureSession.ts';
import type { MemoryChanges } from './memoryChanges.ts';
import type { OperationContext } from './operation.ts';

export type WritableFinding = CommitFinding & Partial<VisitFinding>;

/** What the writers of one unit of work share. */
export interface CaptureParts {
  readonly unit: UnitOfWork;
  readonly context: OperationContext;
  readonly project: Project;
  readonly ledger: CaptureLedger;
  readonly changes: MemoryChanges;
  readonly session: CaptureSession;
}

/** Makes memories of findings, and keeps those that are there in step with what is found again. */
export class FindingWriter {
  readonly #parts: CaptureParts;

  constructor(parts: CaptureParts) {
    this.#parts = parts;
  }

  async create(finding: WritableFinding, earlier: Memory | undefined): Promise<Memory> {
    const { now } = this.#parts.context;
    const memory: Memory = {
      id: this.#parts.context.ids.next(),
      category: finding.category,
      scope: 'project',
      project: this.#parts.project.id,
      session: null,
      title: finding.title,
      content: finding.content,
      what: null,
      why: finding.why,
      learned: null,
      entities: finding.entities,
      anchors: finding.anchors,
      tags: finding.tags,
      source: finding.source,
      trust: finding.trust,
      confidence: finding.confidence,
      pinned: false,
      status: finding.isExplicit ? 'active' : 'candidate',
      supersededBy: null,
      createdAt: finding.saidAt,
      updatedAt: now,
      resolvedAt: null,
      expiresAt: finding.isExplicit ? null : this.#parts.session.candidateExpiry,
      deletedAt: null,
      lastRecalledAt: null,
      recallCount: 0,
      revision: 1,
      // An accepted record whose file changed: the reviewer sees which memory the candidate would replace.
      metadata: { ...statementOf(finding), ...(earlier && isLiving(earlier) && { replaces: earlier.id }) },
    };
    await this.#parts.changes.create(memory);
    this.#parts.session.show(memory);
    return memory;
  }

  /** The commit was amended to say it otherwise: the memory follows, and its history keeps the earlier text. */
  async amend(memory: Memory, finding: WritableFinding): Promise<Memory> {
    const amended = await this.#parts.changes.change(
      memory,
      {
        category: finding.category,
        title: finding.title,
        content: finding.content,
        why: finding.why,
        entities: finding.entities,
        anchors: finding.anchors,
        tags: finding.tags,
        source: finding.source,
        metadata: { ...memory.metadata, ...statementOf(finding) },
        ...(finding.isExplicit && memory.status === 'candidate' && accepted(finding)),
      },
      'edit',
    );
    this.#parts.session.show(amended);
    return amended;
  }

  /** A statement that is there already. It becomes a memory when the local author says it too. */
  async confirm(memory: Memory, finding: WritableFinding): Promise<Memory | undefined> {
    if (memory.deletedAt !== null) return undefined;
    const old = commitOf(memory);
    const change: Partial<Memory> = {};
    if (finding.replaces && old !== undefined)
      Object.assign(change, {
        source: finding.source,
        entities: swapCommit(memory.entities, old, finding.entities),
        anchors: memory.anchors.map((each) =>
          each.commit === old ? { ...each, commit: commitIn(finding) } : each,
        ),
        metadata: { ...memory.metadata, commit: commitIn(finding) },
      });
    else if (old === undefined && isLiving(memory))
      Object.assign(change, { entities: [...new Set([...memory.entities, ...commitEntity(finding)])] });
    if (finding.isExplicit && memory.status === 'candidate') {
      const accept = await this.#parts.changes.change(memory, { ...change, ...accepted(finding) }, 'accept');
      this.#parts.session.show(accept);
      return accept;
    }
    if (Object.keys(change).length > 0)
      await this.#parts.changes.change(memory, change, old === undefined ? 'bump' : 'edit');
    return undefined;
  }

  async note(finding: WritableFinding, memoryId: string): Promise<void> {
    const sha = commitIn(finding);
    const text = finding.record ? [finding.record.text] : [];
    for (const fingerprint of [finding.fingerprint, ...text, ...finding.slots])
      await this.#parts.unit.captures.addFinding(this.#parts.project.id, fingerprint, memoryId, sha);
  }

  /** Whether the person has removed for good what is stated here. */
  async isPurged(finding: WritableFinding): Promise<boolean> {
    const fingerprints = [finding.fingerprint, ...(finding.record ? [finding.record.text] : [])];
    return [...(await this.#parts.ledger.findAll(fingerprints)).values()].includes('');
  }

  async duplicateOf(finding: WritableFinding): Promise<Memory | undefined> {
    for (const key of projectKeys(this.#parts.project)) {
      const found = await this.#parts.unit.memories.findDuplicate(
        finding.category,
        key,
        contentKey(finding.content),
      );
      if (found) return found;
    }
    return undefined;
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

export const isSameText = (memory: Memory, finding: WritableFinding): boolean =>
  contentKey(memory.content) === contentKey(finding.content);

/** Others may reword what waits in the Inbox, never what was accepted. */
export const mayAmend = (memory: Memory, finding: Pick<WritableFinding, 'isExplicit'>): boolean =>
  memory.deletedAt === null && (memory.status === 'candidate' || (finding.isExplicit && isLiving(memory)));

export const accepted = ({ trust, confidence }: WritableFinding): Partial<Memory> => ({
  status: 'active',
  expiresAt: null,
  trust,
  confidence,
});

const statementOf = (finding: WritableFinding): Record<string, unknown> => ({
  ...finding.metadata,
  statement: statementFingerprint(finding.category, finding.content),
});

export const commitIn = (finding: WritableFinding): string => finding.source.ref?.split('@').at(-1) ?? '';

const commitEntity = (finding: WritableFinding): string[] => {
  const entity = canonicalEntity(`commit:${commitIn(finding)}`);
  return entity ? [entity] : [];
};

function swapCommit(entities: readonly string[], old: string, named: readonly string[]): string[] {
  const gone = canonicalEntity(`commit:${old}`);
  return [...new Set([...named, ...entities.filter((entity) => entity !== gone)])];
}

import { CaptureLedger, statementFingerprint } from '../capture/captureLedger.ts';
import { commitOf, isUntouched, type Visit, type VisitFinding } from '../capture/captureVisit.ts';
import { canonicalEntity } from '../core/entityReference.ts';
import { contentKey } from '../core/contentKey.ts';
import type { Memory } from '../core/memory.ts';
import { type Project, projectKeys } from '../core/project.ts';
import type { UnitOfWork } from '../store/repositories.ts';
import { MemoryChanges } from './memoryChanges.ts';
import type { OperationContext } from './operation.ts';

const day = 24 * 60 * 60_000;

/** Writes the findings of one visit as one group of changes, each statement once. */
export class CaptureWriter {
  readonly remembered = new Map<string, Memory>();
  readonly candidates = new Map<string, Memory>();
  readonly #unit: UnitOfWork;
  readonly #context: OperationContext;
  readonly #project: Project;
  readonly #ledger: CaptureLedger;
  readonly #candidateExpiry: number;
  readonly #changes: MemoryChanges;

  /** `candidateExpiryDays`: after how many days the Inbox forgets a candidate. */
  constructor(unit: UnitOfWork, context: OperationContext, project: Project, candidateExpiryDays: number) {
    this.#changes = new MemoryChanges(unit, context);
    this.#unit = unit;
    this.#context = context;
    this.#project = project;
    this.#ledger = new CaptureLedger(unit.captures, project);
    this.#candidateExpiry = context.now + candidateExpiryDays * day;
  }

  get groupId(): string {
    return this.#changes.groupId;
  }

  /** False when nothing in the commit was new: two windows may tell of the same commit at once. */
  async write(commit: Visit['commits'][number]): Promise<boolean> {
    if (await this.#ledger.hasCommit(commit.sha)) return false;
    let isNews = false;
    for (const finding of commit.findings) {
      const memory = await this.#writeFinding(finding);
      if (memory) isNews = true;
    }
    await this.#unit.captures.addCommit(this.#project.id, {
      sha: commit.sha,
      patchId: commit.patchId,
      at: this.#context.now,
    });
    return isNews;
  }

  announce(): void {
    this.#changes.announce();
  }

  async #writeFinding(finding: VisitFinding): Promise<Memory | undefined> {
    const knownId = await this.#ledger.find(finding.fingerprint);
    const known = knownId === undefined ? undefined : await this.#unit.memories.get(knownId);
    if (knownId !== undefined) {
      await this.#note(finding, knownId);
      if (!known) return undefined;
      // Amended back to an earlier text: the memory holds the later one.
      const isStale = finding.replaces && isUntouched(known) && !isSameText(known, finding);
      return isStale ? this.#amend(known, finding) : this.#confirm(known, finding);
    }
    const duplicate = await this.#findDuplicate(finding);
    if (duplicate) {
      await this.#note(finding, duplicate.id);
      return this.#confirm(duplicate, finding);
    }
    const earlier = finding.amends === undefined ? undefined : await this.#unit.memories.get(finding.amends);
    if (earlier?.status === 'rejected') {
      await this.#note(finding, earlier.id);
      return undefined;
    }
    const memory =
      earlier && mayAmend(earlier, finding)
        ? await this.#amend(earlier, finding)
        : await this.#create(finding, earlier);
    await this.#note(finding, memory.id);
    return memory;
  }

  async #create(finding: VisitFinding, earlier: Memory | undefined): Promise<Memory> {
    const { now } = this.#context;
    const memory: Memory = {
      id: this.#context.ids.next(),
      category: finding.category,
      scope: 'project',
      project: this.#project.id,
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
      expiresAt: finding.isExplicit ? null : this.#candidateExpiry,
      deletedAt: null,
      lastRecalledAt: null,
      recallCount: 0,
      revision: 1,
      // An accepted record whose file changed: the reviewer sees which memory the candidate would replace.
      metadata: { ...statementOf(finding), ...(earlier && isLiving(earlier) && { replaces: earlier.id }) },
    };
    await this.#changes.create(memory);
    this.#show(memory);
    return memory;
  }

  /** The commit was amended to say it otherwise: the memory follows, and its history keeps the earlier text. */
  async #amend(memory: Memory, finding: VisitFinding): Promise<Memory> {
    const amended = await this.#changes.change(
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
    this.#show(amended);
    return amended;
  }

  /** A statement that is there already. It becomes a memory when the local author says it too. */
  async #confirm(memory: Memory, finding: VisitFinding): Promise<Memory | undefined> {
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
      const accept = await this.#changes.change(memory, { ...change, ...accepted(finding) }, 'accept');
      this.#show(accept);
      return accept;
    }
    if (Object.keys(change).length > 0)
      await this.#changes.change(memory, change, old === undefined ? 'bump' : 'edit');
    return undefined;
  }

  #show(memory: Memory): void {
    (memory.status === 'candidate' ? this.candidates : this.remembered).set(memory.id, memory);
  }

  async #note(finding: VisitFinding, memoryId: string): Promise<void> {
    const sha = commitIn(finding);
    for (const fingerprint of [finding.fingerprint, ...finding.slots])
      await this.#unit.captures.addFinding(this.#project.id, fingerprint, memoryId, sha);
  }

  async #findDuplicate(finding: VisitFinding): Promise<Memory | undefined> {
    for (const key of projectKeys(this.#project)) {
      const found = await this.#unit.memories.findDuplicate(
        finding.category,
        key,
        contentKey(finding.content),
      );
      if (found) return found;
    }
    return undefined;
  }
}

const isLiving = (memory: Memory): boolean =>
  memory.deletedAt === null && (memory.status === 'active' || memory.status === 'resolved');

/** Others may reword what waits in the Inbox, never what was accepted. */
const mayAmend = (memory: Memory, finding: VisitFinding): boolean =>
  memory.deletedAt === null && (memory.status === 'candidate' || (finding.isExplicit && isLiving(memory)));

const isSameText = (memory: Memory, finding: VisitFinding): boolean =>
  contentKey(memory.content) === contentKey(finding.content);

const accepted = ({ trust, confidence }: VisitFinding): Partial<Memory> => ({
  status: 'active',
  expiresAt: null,
  trust,
  confidence,
});

const statementOf = (finding: VisitFinding): Record<string, unknown> => ({
  ...finding.metadata,
  statement: statementFingerprint(finding.category, finding.content),
});

const commitIn = (finding: VisitFinding): string => finding.source.ref?.split('@').at(-1) ?? '';

const commitEntity = (finding: VisitFinding): string[] => {
  const entity = canonicalEntity(`commit:${commitIn(finding)}`);
  return entity ? [entity] : [];
};

function swapCommit(entities: readonly string[], old: string, named: readonly string[]): string[] {
  const gone = canonicalEntity(`commit:${old}`);
  return [...new Set([...named, ...entities.filter((entity) => entity !== gone)])];
}

import { commitOf, endOf, isUntouched } from './capturedMemory.ts';
import {
  WritableLedger,
  commitIdentities,
  offerSlot,
  recordSlot,
  saidSlot,
  slotOf,
  wordsSlot,
} from './captureLedger.ts';
import type { CommitOrigin } from './commitStatements.ts';
import type { RevertEffect } from './reverts.ts';
import type { CommitPiece, DeletionPiece, GonePiece, Piece, Read } from './visitSlices.ts';
import type { ChangeAction } from '../core/memory/history.ts';
import { statedIn } from '../core/memory/evidence.ts';
import type { Memory } from '../core/memory/memory.ts';
import type { Project } from '../core/project/project.ts';
import { decisionKeys } from '../core/statement/trailers.ts';
import type { UnitOfWork } from '../store/ports/unitOfWork.ts';
import { CaptureEndings } from './captureEndings.ts';
import {
  accepted,
  commitIn,
  StatementWriter,
  isSameText,
  mayAmend,
  type WritableStatement,
} from './captureStatements.ts';
import { RecordWriter } from './captureRecords.ts';
import type { CaptureSession } from './captureSession.ts';
import { MemoryChanges } from '../memories/memoryChanges.ts';
import type { WriteContext } from '../memories/writeContext.ts';

/** Writes what a visit has read, in one unit of work. */
export class CaptureWriter {
  readonly #unit: UnitOfWork;
  readonly #context: WriteContext;
  readonly #project: Project;
  readonly #session: CaptureSession;
  readonly #ledger: WritableLedger;
  readonly #changes: MemoryChanges;
  readonly #statements: StatementWriter;
  readonly #endings: CaptureEndings;
  readonly #records: RecordWriter;

  constructor(unit: UnitOfWork, context: WriteContext, project: Project, session: CaptureSession) {
    this.#unit = unit;
    this.#context = context;
    this.#project = project;
    this.#session = session;
    this.#ledger = new WritableLedger(unit.captures, project);
    this.#changes = new MemoryChanges(unit, context, session.groupId);
    const parts = { unit, context, project, session, ledger: this.#ledger, changes: this.#changes };
    this.#statements = new StatementWriter(parts);
    this.#endings = new CaptureEndings(parts);
    this.#records = new RecordWriter(this.#endings, this.#statements);
  }

  /** What has changed so far, for those who are told once all is on disk. */
  get changed(): readonly Memory[] {
    return this.#changes.changed;
  }

  get action(): ChangeAction | undefined {
    return this.#changes.action;
  }

  /** Nothing of a commit that was read before is written: two windows may tell of the same one at once. */
  async write(piece: Piece): Promise<void> {
    if (await this.#writePiece(piece)) this.#session.isNews(piece.sha);
    if (piece.kind === 'commit' || piece.kind === 'seen')
      await this.#noteRead(piece.sha, piece.read, piece.kind === 'commit' ? piece.patchId : null);
  }

  async #noteRead(sha: string, read: Read | undefined, patchId: string | null): Promise<void> {
    if (read === undefined) return;
    const { captures } = this.#unit;
    const { id } = this.#project;
    if (read === 'words') {
      await captures.addStatement(id, wordsSlot(sha), '', sha);
      return;
    }
    await captures.removeStatement(id, wordsSlot(sha));
    await captures.addCommit(id, { sha, patchId, at: this.#context.now });
  }

  async #writePiece(piece: Piece): Promise<boolean> {
    if (piece.kind === 'gone') return this.#writeGone(piece);
    if (piece.kind === 'seen' || (await this.#ledger.hasCommit(piece.sha))) return false;
    if (piece.kind === 'commit') return this.#writeCommit(piece);
    if (piece.kind === 'deletion') return this.#writeDeletion(piece);
    const known = piece.known === undefined ? undefined : await this.#unit.memories.get(piece.known);
    return this.#records.write(piece.statement, piece.origin, known);
  }

  async #writeDeletion({ path, from, origin }: DeletionPiece): Promise<boolean> {
    let isNews = false;
    for (const each of [path, ...from]) {
      const id = await this.#ledger.find(recordSlot(each));
      const memory = id === undefined ? undefined : await this.#unit.memories.get(id);
      if (memory && (await this.#records.delete(memory, path, origin))) isNews = true;
      await this.#ledger.remove(recordSlot(each));
    }
    return isNews;
  }

  async #writeCommit(commit: CommitPiece): Promise<boolean> {
    let isNews = false;
    for (const [index, statement] of commit.statements.entries()) {
      if (await this.#writeStatement(statement)) isNews = true;
      const id = await this.#ledger.find(statement.fingerprint);
      if (id !== undefined)
        await this.#unit.captures.addStatement(this.#project.id, saidSlot(commit.sha, index), id, commit.sha);
    }
    const { origin } = commit;
    if (!origin) return isNews;
    for (const id of commit.dropped ?? []) {
      const memory = await this.#unit.memories.get(id);
      const ending = { reason: 'amended', origin, takesEffect: false } as const;
      if (memory && (await this.#endings.end(memory, ending))) isNews = true;
    }
    for (const effect of commit.reverts) if (await this.#writeRevert(effect, origin)) isNews = true;
    return isNews;
  }

  async #writeRevert(effect: RevertEffect, origin: CommitOrigin): Promise<boolean> {
    let isNews = false;
    for (const memory of await this.#unit.memories.getMany(await this.#saidIn(effect))) {
      // Whoever else said it has not taken it back, and a record says itself what became of it.
      if (memory.source.kind !== 'commit') continue;
      const changed =
        effect.effect === 'ended'
          ? await this.#endings.end(memory, { reason: 'reverted', origin, takesEffect: false })
          : await this.#endings.bringBack(memory, {
              sha: origin.sha,
              how: origin.isLocal ? 'restore' : undefined,
            });
      if (changed) isNews = true;
    }
    return isNews;
  }

  /** Memories that a commit led to, in this form or in an earlier one. */
  async #saidIn(commit: RevertEffect): Promise<string[]> {
    const ids = await this.#ledger.saidBy(commit.sha);
    if (ids.length > 0) return [...new Set(ids)];
    const earlier: string[] = [];
    for (const key of decisionKeys)
      earlier.push(...(await this.#ledger.ofEarlier(commitIdentities(commit, null), key)));
    return [...new Set(earlier)];
  }

  async #writeGone({ memoryId, isBack }: GonePiece): Promise<boolean> {
    const memory = await this.#unit.memories.get(memoryId);
    if (!memory) return false;
    const { source, trust } = memory;
    const sha = commitOf(memory) ?? '';
    if (isBack) return (await this.#endings.bringBack(memory, { sha })) !== undefined;
    const origin = { sha, actor: source.actor ?? '', trust, saidAt: this.#context.now };
    return this.#endings.end(memory, { reason: 'dropped', origin, takesEffect: false });
  }

  async #writeStatement(statement: WritableStatement): Promise<Memory | undefined> {
    const knownId = await this.#ledger.find(statement.fingerprint);
    const known = knownId === undefined ? undefined : await this.#unit.memories.get(knownId);
    if (knownId !== undefined) {
      const isSaidAnew = known !== undefined && (await this.#isSaidAnew(known, statement));
      await this.#statements.note(statement, knownId);
      if (!known) return undefined;
      const back = isSaidAnew
        ? await this.#endings.bringBack(known, {
            sha: commitIn(statement),
            how: statement.isExplicit ? accepted(statement) : undefined,
          })
        : undefined;
      if (back) return back;
      // Amended back to an earlier text: the memory holds the later one.
      const isStale = statement.replaces && isUntouched(known) && !isSameText(known, statement);
      return isStale ? this.#statements.amend(known, statement) : this.#statements.confirm(known, statement);
    }
    const duplicate = await this.#statements.duplicateOf(statement);
    if (duplicate) {
      await this.#statements.note(statement, duplicate.id);
      return this.#statements.confirm(duplicate, statement);
    }
    const earlier =
      statement.amends === undefined ? undefined : await this.#unit.memories.get(statement.amends);
    if (earlier?.status === 'rejected') {
      await this.#statements.note(statement, earlier.id);
      return undefined;
    }
    const memory =
      earlier && mayAmend(earlier, statement)
        ? await this.#statements.amend(earlier, statement)
        : await this.#statements.create(statement, earlier);
    await this.#statements.note(statement, memory.id);
    return memory;
  }

  /** Whether a statement that was taken back is made again, rather than carried along by a rebase or cherry-pick. */
  async #isSaidAnew(known: Memory, statement: WritableStatement): Promise<boolean> {
    const offerId = await this.#ledger.find(offerSlot(known.id));
    const offer = offerId === undefined ? undefined : await this.#unit.memories.get(offerId);
    const reason = endOf(known) ?? (offer && endOf(offer));
    if (reason === undefined) return false;
    // An amend keeps author and date, so there they tell nothing.
    if (reason !== 'reverted') return true;
    const slots = statement.identities
      .filter((identity) => identity.startsWith('author:'))
      .map((identity) => slotOf(identity, statement.key, 0));
    const sameCommit = await this.#ledger.findAll([...statement.slots, ...slots]);
    // Two commits of one second are told apart by their titles.
    const hasSameTitle = statedIn(known)?.excerpt === statement.evidence.excerpt;
    return !hasSameTitle || ![...sameCommit.values()].includes(known.id);
  }
}

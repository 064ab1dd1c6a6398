import { endOf, isLiving, isUntouched, recordPathOf, restated } from './capturedMemory.ts';
import type { CommitOrigin, RecordState } from './commitStatements.ts';
import { adrStatuses, isEnded } from '../core/statement/adr/adrStatus.ts';
import type { Memory } from '../core/memory/memory.ts';
import type { CaptureEndings } from './captureEndings.ts';
import { type StatementWriter, isSameText, type WritableStatement } from './captureStatements.ts';

/** Words of records that were captured before their statuses were six. */
const statusTags: ReadonlySet<string> = new Set([...adrStatuses, 'draft', 'approved', 'amended']);

/** Writes decision records: what they say waits in the Inbox, and what becomes of them becomes of their memories. */
export class RecordWriter {
  readonly #endings: CaptureEndings;
  readonly #statements: StatementWriter;

  constructor(endings: CaptureEndings, statements: StatementWriter) {
    this.#endings = endings;
    this.#statements = statements;
  }

  /** `known` is the memory of the record as it was. True when there is something new to see. */
  async write(
    statement: WritableStatement,
    origin: CommitOrigin,
    known: Memory | undefined,
  ): Promise<boolean> {
    const { record } = statement;
    if (!record) return false;
    if (!known) return this.#writeNew(statement, record);
    const old = recordPathOf(known);
    for (const path of [...record.from, ...(old === undefined ? [] : [old])])
      if (path !== record.path) await this.#statements.forget(path, known.id);
    if (isEnded(record.status) || (record.status === 'proposed' && wasInForce(known))) {
      await this.#statements.note(statement, known.id);
      const { status: reason } = record;
      if (reason === undefined || reason === 'accepted') return false;
      return this.#endings.end(known, { reason, origin, takesEffect: record.isLocal, record });
    }
    const back = await this.#endings.bringBack(known, { sha: origin.sha });
    if (back) {
      const memory = isSameText(back, statement)
        ? await this.#follow(back, statement)
        : await this.#statements.amend(back, statement);
      await this.#statements.note(statement, memory.id);
      return true;
    }
    return this.#writeKnown(statement, record, known);
  }

  /** The file of a record is gone, and it was not moved. */
  async delete(memory: Memory, path: string, origin: CommitOrigin): Promise<boolean> {
    return this.#endings.end(memory, { reason: 'deleted', origin, takesEffect: false, path });
  }

  async #writeNew(statement: WritableStatement, record: RecordState): Promise<boolean> {
    // What was taken back before anybody heard of it is no decision.
    if (isEnded(record.status)) return false;
    if (await this.#statements.isPurged(statement)) return false;
    const duplicate = await this.#statements.duplicateOf(statement);
    // Two records that decide the same are two.
    if (duplicate && recordPathOf(duplicate) === undefined) {
      await this.#statements.note(statement, duplicate.id);
      return (await this.#statements.confirm(duplicate, statement)) !== undefined;
    }
    const memory = await this.#statements.create(statement, undefined);
    await this.#statements.note(statement, memory.id);
    await this.#endings.linkAwaiting(record, memory);
    return true;
  }

  async #writeKnown(statement: WritableStatement, record: RecordState, known: Memory): Promise<boolean> {
    if (known.deletedAt !== null || known.status === 'rejected') {
      await this.#statements.note(statement, known.id);
      return false;
    }
    if (isSameText(known, statement)) {
      await this.#statements.note(statement, known.id);
      return (await this.#statements.confirm(await this.#follow(known, statement), statement)) !== undefined;
    }
    const earlier = isUntouched(known) ? known : undefined;
    const memory =
      earlier?.status === 'candidate'
        ? await this.#statements.amend(earlier, statement)
        : await this.#statements.create(statement, earlier);
    await this.#statements.note(statement, memory.id);
    await this.#endings.linkAwaiting(record, memory);
    return true;
  }

  /** A record that moved or whose status changed is what it was, and its memory says where it is now. */
  async #follow(memory: Memory, statement: WritableStatement): Promise<Memory> {
    const { path } = statement.record ?? {};
    const tags = [
      ...memory.tags.filter((tag) => !statusTags.has(tag)),
      ...statement.tags.filter((tag) => statusTags.has(tag)),
    ];
    const old = recordPathOf(memory);
    const hasMoved = old !== undefined && old !== path;
    const hasChanged = old !== undefined && tags.join('\n') !== memory.tags.join('\n');
    if (!hasMoved && !hasChanged) return memory;
    return this.#statements.follow(memory, {
      ...(hasChanged && { tags }),
      ...(hasMoved && {
        source: statement.source,
        anchors: statement.anchors,
        evidence: restated(memory, { ref: statement.evidence.ref, place: path }),
      }),
    });
  }
}

/** A person may have accepted a proposal; that it still is one changes nothing. */
const wasInForce = (memory: Memory): boolean =>
  (isLiving(memory) || endOf(memory) !== undefined) &&
  !memory.tags.some((tag) => tag === 'proposed' || tag === 'draft');

import { endOf, isLiving, isUntouched } from '../capture/capturedMemory.ts';
import type { CommitFinding, CommitOrigin, RecordState } from '../capture/commitFindings.ts';
import type { VisitFinding } from '../capture/visitSlices.ts';
import { adrStatuses, isEnded } from '../core/adrStatus.ts';
import { contentKey } from '../core/contentKey.ts';
import type { Memory } from '../core/memory.ts';
import type { CaptureEndings } from './captureEndings.ts';

type Finding = CommitFinding & Partial<VisitFinding>;

/** How a finding is written, whatever said it. */
export interface FindingWrites {
  note(finding: Finding, memoryId: string): Promise<void>;
  create(finding: Finding, earlier: Memory | undefined): Promise<Memory>;
  amend(memory: Memory, finding: Finding): Promise<Memory>;
  confirm(memory: Memory, finding: Finding): Promise<Memory | undefined>;
  /** Takes over what a record's file says of itself: where it is, and how it stands. */
  follow(memory: Memory, change: Partial<Memory>): Promise<Memory>;
  duplicateOf(finding: Finding): Promise<Memory | undefined>;
  /** The path does not lead to this memory any more. */
  forget(path: string, memoryId: string): Promise<void>;
}

/** Words of records that were captured before their statuses were six. */
const statusTags: ReadonlySet<string> = new Set([...adrStatuses, 'draft', 'approved', 'amended']);

/** Writes decision records: what they say waits in the Inbox, and what becomes of them becomes of their memories. */
export class RecordWriter {
  readonly #endings: CaptureEndings;
  readonly #writes: FindingWrites;

  constructor(endings: CaptureEndings, writes: FindingWrites) {
    this.#endings = endings;
    this.#writes = writes;
  }

  /** `known` is the memory of the record as it was. True when there is something new to see. */
  async write(finding: Finding, origin: CommitOrigin, known: Memory | undefined): Promise<boolean> {
    const { record } = finding;
    if (!record) return false;
    if (!known) return this.#writeNew(finding, record);
    const { adr: old } = known.metadata;
    for (const path of [...record.from, ...(typeof old === 'string' ? [old] : [])])
      if (path !== record.path) await this.#writes.forget(path, known.id);
    if (isEnded(record.status) || (record.status === 'proposed' && wasInForce(known))) {
      await this.#writes.note(finding, known.id);
      const { status: reason } = record;
      if (reason === undefined || reason === 'accepted') return false;
      return this.#endings.end(known, { reason, origin, takesEffect: record.isLocal, record });
    }
    const back = await this.#endings.bringBack(known, { sha: origin.sha });
    if (back) {
      const memory = isSameText(back, finding)
        ? await this.#follow(back, finding)
        : await this.#writes.amend(back, finding);
      await this.#writes.note(finding, memory.id);
      return true;
    }
    return this.#writeKnown(finding, record, known);
  }

  /** The file of a record is gone, and it was not moved. */
  async delete(memory: Memory, path: string, origin: CommitOrigin): Promise<boolean> {
    return this.#endings.end(memory, { reason: 'deleted', origin, takesEffect: false, path });
  }

  async #writeNew(finding: Finding, record: RecordState): Promise<boolean> {
    // What was taken back before anybody heard of it is no decision.
    if (isEnded(record.status)) return false;
    const duplicate = await this.#writes.duplicateOf(finding);
    // Two records that decide the same are two.
    if (duplicate && duplicate.metadata['adr'] === undefined) {
      await this.#writes.note(finding, duplicate.id);
      return (await this.#writes.confirm(duplicate, finding)) !== undefined;
    }
    const memory = await this.#writes.create(finding, undefined);
    await this.#writes.note(finding, memory.id);
    await this.#endings.linkAwaiting(record, memory);
    return true;
  }

  async #writeKnown(finding: Finding, record: RecordState, known: Memory): Promise<boolean> {
    if (known.deletedAt !== null || known.status === 'rejected') {
      await this.#writes.note(finding, known.id);
      return false;
    }
    if (isSameText(known, finding)) {
      await this.#writes.note(finding, known.id);
      return (await this.#writes.confirm(await this.#follow(known, finding), finding)) !== undefined;
    }
    const earlier = isUntouched(known) ? known : undefined;
    const memory =
      earlier?.status === 'candidate'
        ? await this.#writes.amend(earlier, finding)
        : await this.#writes.create(finding, earlier);
    await this.#writes.note(finding, memory.id);
    await this.#endings.linkAwaiting(record, memory);
    return true;
  }

  /** A record that moved or whose status changed is what it was, and its memory says where it is now. */
  async #follow(memory: Memory, finding: Finding): Promise<Memory> {
    const { path } = finding.record ?? {};
    const tags = [
      ...memory.tags.filter((tag) => !statusTags.has(tag)),
      ...finding.tags.filter((tag) => statusTags.has(tag)),
    ];
    const hasMoved = memory.metadata['adr'] !== undefined && memory.metadata['adr'] !== path;
    const hasChanged = memory.metadata['adr'] !== undefined && tags.join('\n') !== memory.tags.join('\n');
    if (!hasMoved && !hasChanged) return memory;
    return this.#writes.follow(memory, {
      ...(hasChanged && { tags }),
      ...(hasMoved && {
        source: finding.source,
        anchors: finding.anchors,
        metadata: { ...memory.metadata, adr: path, commit: finding.metadata['commit'] },
      }),
    });
  }
}

/** A person may have accepted a proposal; that it still is one changes nothing. */
const wasInForce = (memory: Memory): boolean =>
  (isLiving(memory) || endOf(memory) !== undefined) &&
  !memory.tags.some((tag) => tag === 'proposed' || tag === 'draft');

const isSameText = (memory: Memory, finding: Finding): boolean =>
  contentKey(memory.content) === contentKey(finding.content);

import { endOf, isLiving, isUntouched } from '../capture/capturedMemory.ts';
import type { CommitOrigin, RecordState } from '../capture/commitFindings.ts';
import { adrStatuses, isEnded } from '../core/adrStatus.ts';
import type { Memory } from '../core/memory.ts';
import type { CaptureEndings } from './captureEndings.ts';
import { type FindingWriter, isSameText, type WritableFinding } from './captureFindings.ts';

/** Words of records that were captured before their statuses were six. */
const statusTags: ReadonlySet<string> = new Set([...adrStatuses, 'draft', 'approved', 'amended']);

/** Writes decision records: what they say waits in the Inbox, and what becomes of them becomes of their memories. */
export class RecordWriter {
  readonly #endings: CaptureEndings;
  readonly #findings: FindingWriter;

  constructor(endings: CaptureEndings, findings: FindingWriter) {
    this.#endings = endings;
    this.#findings = findings;
  }

  /** `known` is the memory of the record as it was. True when there is something new to see. */
  async write(finding: WritableFinding, origin: CommitOrigin, known: Memory | undefined): Promise<boolean> {
    const { record } = finding;
    if (!record) return false;
    if (!known) return this.#writeNew(finding, record);
    const { adr: old } = known.metadata;
    for (const path of [...record.from, ...(typeof old === 'string' ? [old] : [])])
      if (path !== record.path) await this.#findings.forget(path, known.id);
    if (isEnded(record.status) || (record.status === 'proposed' && wasInForce(known))) {
      await this.#findings.note(finding, known.id);
      const { status: reason } = record;
      if (reason === undefined || reason === 'accepted') return false;
      return this.#endings.end(known, { reason, origin, takesEffect: record.isLocal, record });
    }
    const back = await this.#endings.bringBack(known, { sha: origin.sha });
    if (back) {
      const memory = isSameText(back, finding)
        ? await this.#follow(back, finding)
        : await this.#findings.amend(back, finding);
      await this.#findings.note(finding, memory.id);
      return true;
    }
    return this.#writeKnown(finding, record, known);
  }

  /** The file of a record is gone, and it was not moved. */
  async delete(memory: Memory, path: string, origin: CommitOrigin): Promise<boolean> {
    return this.#endings.end(memory, { reason: 'deleted', origin, takesEffect: false, path });
  }

  async #writeNew(finding: WritableFinding, record: RecordState): Promise<boolean> {
    // What was taken back before anybody heard of it is no decision.
    if (isEnded(record.status)) return false;
    if (await this.#findings.isPurged(finding)) return false;
    const duplicate = await this.#findings.duplicateOf(finding);
    // Two records that decide the same are two.
    if (duplicate && duplicate.metadata['adr'] === undefined) {
      await this.#findings.note(finding, duplicate.id);
      return (await this.#findings.confirm(duplicate, finding)) !== undefined;
    }
    const memory = await this.#findings.create(finding, undefined);
    await this.#findings.note(finding, memory.id);
    await this.#endings.linkAwaiting(record, memory);
    return true;
  }

  async #writeKnown(finding: WritableFinding, record: RecordState, known: Memory): Promise<boolean> {
    if (known.deletedAt !== null || known.status === 'rejected') {
      await this.#findings.note(finding, known.id);
      return false;
    }
    if (isSameText(known, finding)) {
      await this.#findings.note(finding, known.id);
      return (await this.#findings.confirm(await this.#follow(known, finding), finding)) !== undefined;
    }
    const earlier = isUntouched(known) ? known : undefined;
    const memory =
      earlier?.status === 'candidate'
        ? await this.#findings.amend(earlier, finding)
        : await this.#findings.create(finding, earlier);
    await this.#findings.note(finding, memory.id);
    await this.#endings.linkAwaiting(record, memory);
    return true;
  }

  /** A record that moved or whose status changed is what it was, and its memory says where it is now. */
  async #follow(memory: Memory, finding: WritableFinding): Promise<Memory> {
    const { path } = finding.record ?? {};
    const tags = [
      ...memory.tags.filter((tag) => !statusTags.has(tag)),
      ...finding.tags.filter((tag) => statusTags.has(tag)),
    ];
    const hasMoved = memory.metadata['adr'] !== undefined && memory.metadata['adr'] !== path;
    const hasChanged = memory.metadata['adr'] !== undefined && tags.join('\n') !== memory.tags.join('\n');
    if (!hasMoved && !hasChanged) return memory;
    return this.#findings.follow(memory, {
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

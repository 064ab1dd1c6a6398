import { commitOf, endOf, isLiving, isUntouched, recordPathOf } from './capturedMemory.ts';
import { awaitedSlot, offerSlot, recordSlot } from './captureLedger.ts';
import type { CommitOrigin, RecordState } from './commitStatements.ts';
import { endedText } from '../core/statement/endedText.ts';
import {
  type EndReason,
  endingOf,
  type Evidence,
  withEvidence,
  withoutEnding,
} from '../core/memory/evidence.ts';
import type { Memory } from '../core/memory/memory.ts';
import { linkedTo, withLink } from '../core/memory/memoryLink.ts';
import { projectKeys } from '../core/project/project.ts';
import type { CaptureParts } from './captureStatements.ts';
import { draftMemory } from '../memories/draft.ts';
import { entitiesOf } from '../memories/memoryWording.ts';
import { putAway } from '../memories/supersede.ts';
import { limits } from '../protocol/limits.ts';

export interface Ending {
  readonly reason: EndReason;
  readonly origin: Pick<CommitOrigin, 'sha' | 'actor' | 'trust' | 'saidAt'>;
  /** The local author says so in plain words: no review needed. */
  readonly takesEffect: boolean;
  /** The record that says so. */
  readonly record?: RecordState | undefined;
  /** The record that was deleted. */
  readonly path?: string | undefined;
}

/** Versions of one record that are looked at: each accepted text names the one that it replaced. */
const mostVersions = 10;

/**
 * What becomes of memories whose commit or record does not stand any more. What the local author writes into a record
 * takes effect at once; all else asks in the Inbox, once, and waits until it is answered.
 */
export class CaptureEndings {
  readonly #parts: CaptureParts;

  constructor(parts: CaptureParts) {
    this.#parts = parts;
  }

  /** True when something changed. */
  async end(memory: Memory, ending: Ending): Promise<boolean> {
    let isNews = false;
    for (const version of await this.#versions(memory))
      if (await this.#endOne(version, ending)) isNews = true;
    return isNews;
  }

  /**
   * What was put away is there again: as `how` says where the local author says so, else it waits in the Inbox. What
   * nobody has accepted is not accepted by coming back. A question that nobody has answered yet is taken back.
   */
  async bringBack(
    memory: Memory,
    { sha, how }: { readonly sha: string; readonly how?: Partial<Memory> | 'restore' | undefined },
  ): Promise<Memory | undefined> {
    await this.#takeBackOffer(memory);
    const version = (await this.#versions(memory)).find(
      (each) => each.status === 'superseded' && endOf(each) !== undefined,
    );
    if (!version) return undefined;
    const { changes, session, context } = this.#parts;
    const back: Evidence = { kind: 'commit', says: 'returned', ref: sha, at: context.now };
    const evidence = withEvidence(withoutEnding(version.evidence), back);
    const waits: Partial<Memory> = { status: 'candidate', expiresAt: session.candidateExpiry };
    const wasSeen = endingOf(version)?.unseen !== true;
    const state = how === 'restore' ? (wasSeen ? ({ status: 'active' } as const) : waits) : (how ?? waits);
    const restored = await changes.change(
      version,
      { supersededBy: null, expiresAt: null, ...state, evidence },
      'restore',
    );
    session.show(restored);
    return restored;
  }

  /** A record that others named as their successor before it was captured. */
  async linkAwaiting(record: RecordState, successor: Memory): Promise<void> {
    const { ledger, unit, changes, session } = this.#parts;
    for (const name of awaitedNames(record.path, record.number)) {
      const slot = awaitedSlot(name);
      const id = await ledger.find(slot);
      if (id === undefined) continue;
      await ledger.remove(slot);
      const memory = await unit.memories.get(id);
      const offer = memory && (await this.#offerOf(memory));
      if (offer?.status === 'candidate' && offer.deletedAt === null)
        await changes.change(
          offer,
          { links: withLink(offer.links, { kind: 'successor', to: successor.id }) },
          'edit',
        );
      else if (memory?.status === 'superseded' && memory.supersededBy === null && endOf(memory) !== undefined)
        session.show(await putAway(changes, memory, successor));
    }
  }

  async #endOne(memory: Memory, ending: Ending): Promise<boolean> {
    if (memory.deletedAt !== null) return false;
    const { changes, session, ledger, unit, project } = this.#parts;
    const ended = endedBy(ending);
    if (memory.status === 'candidate') {
      // Nobody has accepted it, so there is nothing to ask.
      await changes.change(
        memory,
        {
          status: 'superseded',
          expiresAt: null,
          evidence: withEvidence(memory.evidence, { ...ended, unseen: true }),
        },
        'supersede',
      );
      session.hide(memory);
      return true;
    }
    if (!isLiving(memory)) return false;
    if (ending.takesEffect && isUntouched(memory)) {
      // It was put away before, and the person has taken that back.
      if ((await ledger.find(offerSlot(memory.id))) === memory.id) return false;
      await this.#takeBackOffer(memory);
      const successor = await this.#successorOf(memory, ending);
      session.show(
        await putAway(changes, memory, successor, { evidence: withEvidence(memory.evidence, ended) }),
      );
      await unit.captures.addStatement(project.id, offerSlot(memory.id), memory.id, ending.origin.sha);
      return true;
    }
    if (await this.#offerOf(memory)) return false;
    await this.#offer(memory, ending);
    return true;
  }

  /** Asks in the Inbox whether the memory still holds. It does not expire: silence is no answer. */
  async #offer(memory: Memory, ending: Ending): Promise<void> {
    const { context, project, changes, session, unit } = this.#parts;
    const { reason, origin } = ending;
    const path = ending.record?.path ?? ending.path;
    const successor = await this.#successorOf(memory, ending);
    const own = commitOf(memory) ?? '';
    const what = path !== undefined ? `Record ${path}` : `Commit ${own.slice(0, 7)}`;
    const commit = origin.sha === own ? '' : origin.sha;
    const { title, content } = endedText(memory, { reason, what, commit, successor: successor?.title });
    const offer = draftMemory(
      {
        category: memory.category,
        scope: memory.scope,
        project: project.id,
        session: memory.session,
        title,
        content,
        why: memory.why,
        entities: entitiesOf([`commit:${origin.sha}`, ...memory.entities], [], project.id),
        anchors: memory.anchors,
        tags: [...memory.tags.slice(0, limits.tags - 1), 'ended'],
        source:
          path !== undefined
            ? { kind: 'adr', ref: `${path}@${origin.sha}`, actor: origin.actor }
            : { kind: 'commit', ref: origin.sha, actor: origin.actor },
        trust: origin.trust,
        confidence: 0.9,
        review: { expiresAt: null },
        saidAt: origin.saidAt,
        evidence: [endedBy(ending)],
        links: [
          { kind: 'ends', to: memory.id },
          ...(successor ? [{ kind: 'successor' as const, to: successor.id }] : []),
        ],
      },
      context,
    );
    await changes.create(offer);
    await unit.captures.addStatement(project.id, offerSlot(memory.id), offer.id, origin.sha);
    session.show(offer);
  }

  async #offerOf(memory: Memory): Promise<Memory | undefined> {
    const id = await this.#parts.ledger.find(offerSlot(memory.id));
    return id === undefined ? undefined : this.#parts.unit.memories.get(id);
  }

  /** What is in force again may be asked about again. */
  async #takeBackOffer(memory: Memory): Promise<void> {
    const offer = await this.#offerOf(memory);
    if (!offer) return;
    const { ledger, changes, session, context } = this.#parts;
    await ledger.remove(offerSlot(memory.id));
    if (offer.id === memory.id || offer.status !== 'candidate' || offer.deletedAt !== null) return;
    await changes.change(offer, { deletedAt: context.now }, 'delete');
    session.hide(offer);
  }

  /** A memory and those that it replaced or is to replace, the latest first. */
  async #versions(memory: Memory): Promise<Memory[]> {
    const versions = [memory];
    for (let next: Memory | undefined = memory; next && versions.length < mostVersions;) {
      const earlier: string | undefined = linkedTo(next, 'replaces');
      next = earlier === undefined ? undefined : await this.#parts.unit.memories.get(earlier);
      if (!next || versions.some(({ id }) => id === next?.id)) break;
      versions.push(next);
    }
    return versions;
  }

  async #successorOf(memory: Memory, { record }: Ending): Promise<Memory | undefined> {
    const named = record?.successor;
    if (!record || !named) return undefined;
    const { ledger, unit, project } = this.#parts;
    const byPath = named.path === undefined ? undefined : await ledger.find(recordSlot(named.path));
    const found = byPath === undefined ? undefined : await unit.memories.get(byPath);
    if (found && found.id !== memory.id) return found;
    if (named.number !== undefined) {
      const candidates = await unit.memories.findByEntities(
        [`ADR-${named.number}`],
        { projects: projectKeys(project), statuses: ['active', 'resolved', 'candidate'] },
        50,
      );
      const own = candidates.find(
        (each) =>
          each.id !== memory.id &&
          standsBeside(each, record) &&
          each.title.startsWith(`ADR-${named.number}:`),
      );
      if (own) return own;
    }
    for (const name of awaitedNames(named.path ?? '', named.number, folderOf(record.path)))
      await unit.captures.addStatement(project.id, awaitedSlot(name), memory.id, '');
    return undefined;
  }
}

/** What says that a memory has ended. */
function endedBy({ reason, origin, record, path }: Ending): Evidence {
  const place = record?.path ?? path;
  return {
    kind: place === undefined ? 'commit' : 'adr',
    says: reason,
    ref: origin.sha,
    ...(place !== undefined && { place }),
    at: origin.saidAt,
  };
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

const standsBeside = (memory: Memory, record: RecordState): boolean => {
  const path = recordPathOf(memory);
  return path !== undefined && folderOf(path) === folderOf(record.path);
};

/** Under which a record is awaited: its path, and its number among those of its folder. */
function awaitedNames(path: string, number: number | undefined, folder = folderOf(path)): string[] {
  return [...(path === '' ? [] : [path]), ...(number === undefined ? [] : [`${folder}#${number}`])];
}

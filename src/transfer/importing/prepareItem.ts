import { createHash } from 'node:crypto';
import { entityPlace, placeName } from '../../core/forge/entityPlace.ts';
import { entityName } from '../../core/entity/entityReference.ts';
import type { Memory } from '../../core/memory/memory.ts';
import type { MemoryLink } from '../../core/memory/memoryLink.ts';
import type { Project } from '../../core/project/project.ts';
import { valueSpace } from '../../core/values.ts';
import type { ImportedMemory } from '../../memories/importMemory.ts';
import { ordersWithin } from '../../memories/ordersToModels.ts';
import { standImported } from '../../memories/importStanding.ts';
import { FirstLook, type TextDoor } from '../../safety/incomingText.ts';
import type { OriginName } from '../../store/ports/originRepository.ts';
import type { RowSection, TransferRow } from '../../store/ports/transferRepository.ts';
import type {
  Incoming,
  IncomingEntity,
  IncomingMemory,
  IncomingRow,
  IncomingValue,
  IncomingWhole,
} from '../incoming.ts';
import { cleanMemory, cleanRef, cleanRow, cleanText, cleanWhole } from './cleanIncoming.ts';
import { memoryOfIncoming } from './incomingMemory.ts';
import type { ImportPlace } from './importPlace.ts';
import { ImportProjects } from './importProjects.ts';
import type { ImportParts, ImportWish } from './importRun.ts';

interface Place {
  /** Number of the entry in its pass, from 1. */
  readonly at: number;
  /** Null where it may not be written down. */
  readonly ref: string | null;
}

/** An entry as it is to be written: clean, and with its project. */
export type Prepared = Place &
  (
    | { readonly kind: 'nothing' }
    | {
        readonly kind: 'left';
        readonly redacted: readonly string[];
        readonly reason: string;
        readonly links?: number | undefined;
      }
    | {
        readonly kind: 'memory';
        readonly redacted: readonly string[];
        readonly imported: ImportedMemory;
        readonly project: Project | undefined;
        readonly lowered: readonly string[];
        /** It leads to others, which are looked up when all of the source is here. */
        readonly isLinked: boolean;
        /** To what the source does not have. */
        readonly lostLinks: number;
      }
    | {
        readonly kind: 'row';
        readonly redacted: readonly string[];
        readonly section: RowSection;
        readonly row: TransferRow;
      }
    | {
        readonly kind: 'links';
        readonly name: OriginName;
        readonly keepsId: boolean;
        readonly links: readonly MemoryLink[];
        readonly supersededBy: string | undefined;
      }
  );

/** Of a source, with its number in the pass, from 1. */
export interface Entry {
  readonly item: Incoming;
  readonly at: number;
}

/** What an agent may bring beside memories. */
const openToAgents: ReadonlySet<RowSection> = new Set(['values']);

/**
 * Words of these are shown to agents as they are: who said them is not kept, so nothing in them may be an order to a model.
 * What forges say is withheld where it is shown.
 */
const shownToAgents: ReadonlySet<RowSection> = new Set([
  'projects',
  'projectAliases',
  'sessions',
  'claims',
  'values',
]);

/** Makes entries ready outside of units of work. */
export class Preparer {
  readonly #parts: ImportParts;
  readonly #payload: ImportWish;
  /** What the origins of this source say that it is. */
  readonly #place: string;
  readonly #projects: ImportProjects;
  /** Whether nothing may be written to a project. */
  isOff: (key: string | null) => boolean = () => false;

  constructor(parts: ImportParts, payload: ImportWish, place: string, projects: ImportProjects) {
    this.#parts = parts;
    this.#payload = payload;
    this.#place = place;
    this.#projects = projects;
  }

  /** In their order. Most hold nothing that would have to be taken out, and are looked through together. */
  async prepare(entries: readonly Entry[], pass: ImportPlace['pass']): Promise<Prepared[]> {
    const look = new FirstLook();
    const asTheyAre = await this.#prepareBy(look, entries, pass);
    if (await this.#parts.incoming.findsNothing(look)) return asTheyAre;
    return this.#prepareBy(this.#parts.incoming, entries, pass);
  }

  async #prepareBy(
    door: TextDoor,
    entries: readonly Entry[],
    pass: ImportPlace['pass'],
  ): Promise<Prepared[]> {
    const prepared: Prepared[] = [];
    for (const entry of entries) prepared.push(await this.#prepareOne(door, entry, pass));
    return prepared;
  }

  async #prepareOne(door: TextDoor, { item, at }: Entry, pass: ImportPlace['pass']): Promise<Prepared> {
    const isWritable = (await cleanRef(door, item.ref)) === item.ref;
    const place: Place = { at, ref: isWritable ? item.ref : null };
    if (pass !== 'items') return this.#links(door, item, place);
    switch (item.kind) {
      case 'memory':
        return this.#memory(door, item, place);
      case 'whole':
        return this.#whole(door, item, place);
      case 'row':
        return this.#row(door, item, place);
      case 'value':
        return this.#value(door, item, place);
      case 'entity':
        return this.#entity(door, item, place);
      case 'left':
        return { ...place, kind: 'left', redacted: [], reason: item.reason, links: item.links };
    }
  }

  async #memory(door: TextDoor, item: IncomingMemory, place: Place): Promise<Prepared> {
    const { value, found } = await cleanMemory(door, item);
    if (blank(value.content) && blank(value.title))
      return left(
        place,
        found,
        found.length > 0 ? 'memories of which nothing may be kept' : 'memories without a text',
      );
    const content = blank(value.content) ? (value.title ?? '') : value.content;
    const project = await this.#projects.of(value.project);
    if (this.isOff(project?.id ?? null))
      return left(place, found, `memory is off in ${project?.name ?? 'the project'}`);
    // Whoever names a project means all of the source.
    const scope = this.#payload.project !== undefined && value.scope === 'global' ? 'project' : value.scope;
    const memory = memoryOfIncoming(
      { ...value, content, scope },
      { project, ids: this.#parts.ids, now: this.#parts.clock.now(), forges: this.#parts.forges() },
    );
    const stood = standImported(memory, {
      keepsTrust: false,
      isOwnVoice: this.#payload.trustsSource,
      isPersons: this.#payload.isPersons,
    });
    return {
      ...place,
      kind: 'memory',
      redacted: found,
      project: stood.memory.project === null ? undefined : project,
      lowered: stood.lowered,
      isLinked: (item.links ?? []).length > 0 || item.supersededBy !== undefined,
      lostLinks: item.lostLinks ?? 0,
      imported: {
        memory: stood.memory,
        keepsId: false,
        names: [value.ref, ...(value.otherRefs ?? [])].map((ref) => this.#nameOf(ref)),
        fingerprint: fingerprintOf(value),
        keys: ImportProjects.keysOf(project, stood.memory.project),
        origins: [],
        history: [],
        turns: [],
      },
    };
  }

  async #whole(door: TextDoor, item: IncomingWhole, place: Place): Promise<Prepared> {
    const { value, found } = await cleanWhole(door, item);
    if (blank(value.memory.content)) return left(place, found, 'memories of which nothing may be kept');
    const { isPersons } = this.#payload;
    const all = this.#payload.project === undefined ? undefined : await this.#projects.of(undefined);
    // Whoever names a project means all of it.
    const scope = value.memory.scope === 'global' ? 'project' : value.memory.scope;
    const moved: Memory = all ? { ...value.memory, scope, project: all.id } : value.memory;
    if (this.isOff(moved.project)) return left(place, found, 'memory is off in the project');
    const stood = standImported(moved, {
      keepsTrust: isPersons,
      isOwnVoice: false,
      isPersons,
    });
    return {
      ...place,
      kind: 'memory',
      redacted: found,
      project: all,
      lowered: stood.lowered,
      // By ids that stay; what gets another one is counted.
      isLinked: false,
      lostLinks: 0,
      imported: {
        memory: stood.memory,
        keepsId: true,
        names: [this.#nameOf(item.memory.id)],
        fingerprint: null,
        keys: ImportProjects.keysOf(all, stood.memory.project),
        origins: value.origins,
        // Who did what is for a person to say.
        history: isPersons ? value.history : [],
        turns: value.turns,
      },
    };
  }

  async #row(door: TextDoor, { section, row }: IncomingRow, place: Place): Promise<Prepared> {
    const { value, found } = await cleanRow(door, row);
    if (this.#payload.project !== undefined)
      return left(place, found, `${section}, as one project was named`);
    if (!this.#payload.isPersons && !openToAgents.has(section))
      return left(place, found, `${section}, which only a person may bring`);
    const space = section === 'values' ? String(value['space']) : undefined;
    if (
      space !== undefined &&
      (!space.startsWith(valueSpace(null)) || this.isOff(space.slice(valueSpace(null).length)))
    )
      return left(place, found, 'values of a project in which memory is off');
    if (shownToAgents.has(section) && ordersWithin(value)) return left(place, found, orders(section));
    return { ...place, kind: 'row', redacted: found, section, row: value };
  }

  async #value(door: TextDoor, item: IncomingValue, place: Place): Promise<Prepared> {
    const { value, found } = await cleanText(door, { key: item.key, value: item.value });
    const now = this.#parts.clock.now();
    if (item.expiresAt !== undefined && item.expiresAt <= now)
      return left(place, found, 'values that have expired');
    const project = await this.#projects.of(item.project);
    if (this.isOff(project?.id ?? null))
      return left(place, found, 'values of a project in which memory is off');
    if (ordersWithin([value.key, value.value])) return left(place, found, orders('values'));
    const row: TransferRow = {
      space: valueSpace(project?.id ?? null),
      key: value.key,
      value: value.value ?? null,
      expiresAt: item.expiresAt ?? null,
      updatedAt: Math.trunc(item.updatedAt ?? now),
    };
    return { ...place, kind: 'row', redacted: found, section: 'values', row };
  }

  async #entity(door: TextDoor, item: IncomingEntity, place: Place): Promise<Prepared> {
    const { project: said, ref: _ref, kind: _kind, ...texts } = item;
    const { value, found } = await cleanText(door, texts);
    const project = await this.#projects.of(said);
    const forges = this.#parts.forges();
    const canonical = entityName(value.reference, project?.id ?? null, forges);
    const where = entityPlace(canonical, { forges, project: project?.id ?? null });
    if (!where)
      return left(
        place,
        found,
        'references whose forge is not known here; the memories that name them keep them',
      );
    const now = this.#parts.clock.now();
    const row: TransferRow = {
      reference: placeName(where),
      kind: where.kind,
      project: `${where.host}/${where.path}`,
      title: value.title ?? null,
      state: value.state ?? null,
      author: value.author ?? null,
      url: value.url ?? null,
      labels: value.labels ?? [],
      outcome: 'found',
      etag: null,
      fetchedAt: Math.trunc(value.fetchedAt ?? now),
      triedAt: Math.trunc(value.fetchedAt ?? now),
    };
    return { ...place, kind: 'row', redacted: found, section: 'entities', row };
  }

  async #links(door: TextDoor, item: Incoming, place: Place): Promise<Prepared> {
    if (item.kind === 'memory') {
      if ((item.links ?? []).length === 0 && item.supersededBy === undefined)
        return { ...place, kind: 'nothing' };
      const { value } = await cleanMemory(door, item);
      const { links = [], supersededBy, ref } = value;
      return { ...place, kind: 'links', name: this.#nameOf(ref), keepsId: false, links, supersededBy };
    }
    if (item.kind !== 'whole') return { ...place, kind: 'nothing' };
    const { id, links, supersededBy } = item.memory;
    if (links.length === 0 && supersededBy === null) return { ...place, kind: 'nothing' };
    const { value } = await cleanText(
      door,
      links.map(({ reason }) => reason ?? ''),
    );
    return {
      ...place,
      kind: 'links',
      name: this.#nameOf(id),
      keepsId: true,
      links: links.map((link, index) =>
        link.reason === undefined ? link : { ...link, reason: value[index] },
      ),
      supersededBy: supersededBy ?? undefined,
    };
  }

  #nameOf(ref: string): OriginName {
    return { system: this.#payload.system, place: this.#place, ref };
  }
}

const left = (place: Place, redacted: readonly string[], reason: string): Prepared => ({
  ...place,
  kind: 'left',
  redacted,
  reason,
});

const orders = (section: RowSection): string => `${section} that read as an order to a model`;

const blank = (text: string | undefined): boolean => text === undefined || text.trim() === '';

/** Of what it says there, so that one that says something else since is known. */
function fingerprintOf({
  title,
  content,
  what,
  why,
  learned,
  tags,
  category,
  status,
}: IncomingMemory): string {
  const said = JSON.stringify([title, content, what, why, learned, tags, category, status]);
  return createHash('sha256').update(said).digest('base64url').slice(0, 22);
}
